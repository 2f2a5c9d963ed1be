/** Writes a recording as the file of another tool, whole or not at all. */
import { UserError } from '../../core/errors/user-error.ts';
import { createExportedChanges } from '../../core/exporters/changes-of-recording.ts';
import type { Exporter } from '../../core/exporters/export-format.ts';
import { EXPORT_FORMATS } from '../../core/exporters/export-formats.ts';
import { openAtomicFile } from '../../storage/atomic-file.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';

export interface ExportRequest {
  readonly file: string;
  /** A name of {@link EXPORT_FORMATS}. */
  readonly to: string;
  readonly output: string;
  /** Replace what exists. */
  readonly force: boolean;
}

export interface ExportedRecording {
  readonly output: string;
  readonly pods: number;
  readonly nodes: number;
}

/** @throws {UserError} (exit code 2) for a file that is no recording or contains no pods, and for an output that is not safe. */
export async function exportRecording(request: ExportRequest): Promise<ExportedRecording> {
  const { file, to, output, force } = request;
  const format = EXPORT_FORMATS.find(({ name }) => name === to);
  if (!format) throw new Error(`no export format ${to}`);
  refuseUnsafeOutputs({ inputs: [file], outputs: [{ flag: '-o', path: output, kind: 'export' }], force });
  const changesOf = createExportedChanges();
  const counts = { Pod: 0, Node: 0, Namespace: 0 };
  const written = openAtomicFile(output, { overwrite: force });
  let exporter: Exporter | undefined;
  try {
    await readRecordingFile(file, {
      header({ start }) {
        exporter = format.open(start);
      },
      observe(observation) {
        for (const change of changesOf(observation)) {
          if (change.method === 'create') counts[change.object.kind] += 1;
          written.write(exporter!.change(change));
        }
      },
    });
    if (counts.Pod === 0)
      throw new UserError('the recording contains no pods: there is nothing to export', {
        position: { file },
        next: 'name a recording with pods (kubectl keg report lists them)',
      });
    written.write(await exporter!.end());
    await written.commit();
  } finally {
    written.discard();
  }
  return { output, pods: counts.Pod, nodes: counts.Node };
}
