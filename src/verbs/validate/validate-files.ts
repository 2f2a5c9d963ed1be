/** Checks scenario files one by one and lists all errors and warnings. */

import type { Problem } from '../../core/errors/problem.ts';
import type { UserError } from '../../core/errors/user-error.ts';
import { type FileHead, fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { kindOfFile, wrongFile } from '../../core/importers/file-kinds/name-file.ts';
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
}

/** @throws {UserError} (exit code 2) if a file cannot be read, or if the only file is not a scenario (naming what it is). */
export async function* validateFiles(files: readonly string[]): AsyncGenerator<ValidatedFile> {
  for (const file of files) {
    const source = await openSourceFile(file);
    const refusal = refusalOf(fileHead(source.head, source.file));
    if (refusal) {
      source.close();
      if (files.length === 1) throw refusal;
      const { message, next, position } = refusal;
      const problem: Problem = { code: 'usage', severity: 'error', position, message, next };
      yield { file, isScenario: false, form: undefined, problems: [problem], errors: 1, warnings: 0 };
      continue;
    }
    const { scenario, problems: found, form } = await loadScenarioFile(await wholeTextOf(source), file);
    const problems = scenario ? [...found, ...notModelledIn(scenario)] : found;
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    yield { file, isScenario: true, form: form?.title, problems, errors, warnings: problems.length - errors };
  }
}

function refusalOf(head: FileHead): UserError | undefined {
  return kindOfFile(head).role === 'scenario' ? undefined : wrongFile(head, 'a scenario');
}
