/** Puts the CSV files of a report into a folder, each whole. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { writeFileAtomically } from './atomic-file.ts';

/**
 * Writes all files and makes the folder if it is not there.
 *
 * @returns the paths written, in order.
 * @throws {UserError} if the folder cannot be made or written to.
 */
export function writeCsvFolder(folder: string, files: ReadonlyMap<string, string>): string[] {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`the folder ${folder} cannot be made (${(error as Error).message})`, {
      next: 'choose another --csv-dir',
    });
  }
  return [...files].map(([name, text]) => {
    const path = join(folder, name);
    writeFileAtomically(path, text);
    return path;
  });
}
