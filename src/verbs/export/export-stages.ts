/** Writes the delays of a scenario as a file of KWOK Stages, whole or not at all. */
import { invalidScenario } from '../../core/errors/invalid-scenario.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { stagesOfScenario } from '../../core/exporters/stages-of-scenario.ts';
import { fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { kindOfFile, wrongFile } from '../../core/importers/file-kinds/name-file.ts';
import { writeFileAtomically } from '../../storage/atomic-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { loadScenarioFile } from '../../storage/scenario-file.ts';
import { openSourceFile, wholeTextOf } from '../../storage/source-file.ts';
import type { ExportRequest } from './export-recording.ts';

export interface ExportedStages {
  readonly stages: number;
  readonly problems: readonly Problem[];
}

/** @throws {UserError} (exit code 2) for a file that is no scenario or is invalid, and for an output that is not safe. */
export async function exportStages({
  file,
  output,
  force,
}: Omit<ExportRequest, 'to'>): Promise<ExportedStages> {
  refuseUnsafeOutputs({ inputs: [file], outputs: [{ flag: '-o', path: output, kind: 'export' }], force });
  const source = await openSourceFile(file);
  const head = fileHead(source.head, source.file);
  const { role } = kindOfFile(head);
  if (role !== 'scenario') {
    source.close();
    if (role !== 'recording') throw wrongFile(head, 'a scenario');
    throw new UserError('Stages are made of a scenario, and this is a recording', {
      position: { file: source.file },
      next: 'fit one first: kubectl keg fit RECORDING -o SCENARIO.yaml',
    });
  }
  const { scenario, problems } = await loadScenarioFile(await wholeTextOf(source), file);
  if (!scenario) throw invalidScenario(problems);
  const made = stagesOfScenario(scenario);
  if (made.count === 0)
    throw new UserError('the scenario has no pods that a Stage could find', {
      position: { file },
      next: 'give its templates labels, which Stages select pods by',
    });
  await writeFileAtomically(output, made.text, { overwrite: force });
  return { stages: made.count, problems: made.problems };
}
