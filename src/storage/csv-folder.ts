/** Puts the CSV files of a report into a folder, each whole. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { refuseExisting, writeFileAtomically } from './atomic-file.ts';
import { refuseInputs } from './safe-outputs.ts';

export interface CsvFolderOptions {
  /** Files that the command reads; none of them is written. */
  readonly inputs: readonly (string | undefined)[];
  /** Replace files that exist. */
  readonly force: boolean;
}

/** Where `-o csv` writes: the folder that was named, or `results/` and the name of the recording. */
export function csvFolderFor(named: string | undefined, recording: string | undefined): string {
  return named ?? join('results', (recording ?? 'recording').replaceAll(/[^A-Za-z0-9._-]+/g, '_'));
}

/**
 * Writes all files and makes the folder if it is not there.
 *
 * @returns the paths written, in order.
 * @throws {UserError} if the folder cannot be made or written to, or a file in it is an input or exists while `force` is false. Nothing is
 *         written then.
 */
export function writeCsvFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  { inputs, force }: CsvFolderOptions,
): string[] {
  const paths = [...files.keys()].map((name) => join(folder, name));
  refuseInputs(paths, inputs);
  for (const path of paths) refuseExisting(path, force);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`the folder ${folder} cannot be made (${(error as Error).message})`, {
      next: 'choose another --csv-dir',
    });
  }
  return [...files].map(([name, text]) => {
    const path = join(folder, name);
    writeFileAtomically(path, text, { overwrite: force });
    return path;
  });
}
