/** Checks scenario files one by one and tells everything that is wrong or odd in them. */

import type { Problem } from '../../core/errors/problem.ts';
import { loadScenario } from '../../core/scenario/load-scenario.ts';
import { readTextFile } from '../../storage/text-file.ts';

export interface ValidatedFile {
  readonly file: string;
  /** Title of the form the file is written in; undefined if it could not be parsed. */
  readonly form: string | undefined;
  readonly problems: readonly Problem[];
  readonly errors: number;
  readonly warnings: number;
}

/** @throws {UserError} if a file cannot be read at all. */
export async function* validateFiles(files: readonly string[]): AsyncGenerator<ValidatedFile> {
  for (const file of files) {
    const { problems, form } = loadScenario(await readTextFile(file), file);
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    yield { file, form: form?.title, problems, errors, warnings: problems.length - errors };
  }
}
