/** Checks scenario files one by one and lists all errors and warnings. */

import type { Problem } from '../../core/errors/problem.ts';
import { fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { kindOfFile, wrongFile } from '../../core/importers/file-kinds/name-file.ts';
import { lintPriorities } from '../../core/scenario/lint/lint-priorities.ts';
import type { LoadedScenario } from '../../core/scenario/load-scenario.ts';
import { loadManifests, type ManifestFile } from '../../core/scenario/manifests/load-manifests.ts';
import { loadScenarioFile } from '../../storage/scenario-file.ts';
import { openSourceFile, wholeTextOf } from '../../storage/source-file.ts';
import { notModelledIn } from './not-modelled-in.ts';

export interface ValidatedFile {
  readonly file: string;
  /** Whether the file is a scenario at all; the problem of another file names what it is. */
  readonly isScenario: boolean;
  /** Title of the form the file is written in; undefined if it could not be parsed. */
  readonly form: string | undefined;
  readonly problems: readonly Problem[];
  readonly errors: number;
  readonly warnings: number;
  /** Where the file names another version of Kubernetes than the one whose API server judges it. */
  readonly note?: string | undefined;
}

/** The version whose rules src/core/scenario/server-rules/ lists. */
const RULES_VERSION = '1.37';

/**
 * Files of manifests are checked together, as one scenario.
 *
 * @param isStrict whether what keg completes in pods is a problem too, because an API server refuses the pods as they are written.
 * @throws {UserError} (exit code 2) if a file cannot be read, or if the only file is not a scenario (naming what it is).
 */
export async function* validateFiles(
  files: readonly string[],
  isStrict = false,
): AsyncGenerator<ValidatedFile> {
  const manifests: ManifestFile[] = [];
  for (const file of files) {
    const source = await openSourceFile(file);
    const head = fileHead(source.head, source.file);
    const { role } = kindOfFile(head);
    if (role === 'manifests') {
      manifests.push({ file: source.file, text: await wholeTextOf(source) });
      continue;
    }
    const refusal = role === 'scenario' ? undefined : wrongFile(head, 'a scenario');
    if (refusal) {
      source.close();
      if (files.length === 1) throw refusal;
      const { message, next, position } = refusal;
      const problem: Problem = { code: 'usage', severity: 'error', position, message, next };
      yield { file, isScenario: false, form: undefined, problems: [problem], errors: 1, warnings: 0 };
      continue;
    }
    const loaded = await loadScenarioFile(await wholeTextOf(source), file, undefined, {
      asWritten: isStrict,
    });
    yield validated(loaded, file);
  }
  if (manifests.length > 0) yield* validatedManifests(manifests, isStrict);
}

function validated({ scenario, problems: found, form }: LoadedScenario, file: string): ValidatedFile {
  const problems = scenario ? [...found, ...lintPriorities(scenario), ...notModelledIn(scenario)] : found;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const note = otherRules(scenario?.kubernetesVersion);
  return { file, isScenario: true, form: form?.title, problems, errors, warnings, note };
}

function otherRules(version: string | undefined): string | undefined {
  if (version === undefined || version === RULES_VERSION) return undefined;
  return `what an API server refuses is judged by the rules of Kubernetes ${RULES_VERSION}; the scheduler has those of ${version}`;
}

/** Each file with its own problems; those without a file are with the first. */
function* validatedManifests(
  manifests: readonly ManifestFile[],
  isStrict: boolean,
): Generator<ValidatedFile> {
  const { problems, form } = validated(
    loadManifests(manifests, undefined, { asWritten: isStrict }),
    manifests[0]!.file,
  );
  for (const [index, { file }] of manifests.entries()) {
    const own = problems.filter(({ position }) => position?.file === file || (!position && index === 0));
    const errors = own.filter((problem) => problem.severity === 'error').length;
    yield { file, isScenario: true, form, problems: own, errors, warnings: own.length - errors };
  }
}
