/** Writes the files of a report into a folder, each whole. */
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { storageFor } from './index.ts';
import { refuseExisting, refuseInputs } from './safe-outputs.ts';

/** Where a format that consists of files writes them. */
export interface ResultsFolder {
  /** The flag that names it, as `--csv-dir`. */
  readonly flag: string;
  /** Undefined is the default folder. */
  readonly folder: string | undefined;
}

export interface ResultsFolderOptions {
  /** The flag that names the folder. */
  readonly flag: string;
  /** Files that the command reads; none of them is written. */
  readonly inputs: readonly (string | undefined)[];
  /** Replace files that exist. */
  readonly force: boolean;
}

/** The folder that is written: the named one, or `results/` and the name of the recording. */
export function resultsFolderFor({ folder }: ResultsFolder, recording: string | undefined): string {
  return folder ?? join('results', (recording ?? 'recording').replaceAll(/[^A-Za-z0-9._-]+/g, '_'));
}

/**
 * Writes all files, and creates the folder if it does not exist.
 *
 * @returns the paths of the files, in order.
 * @throws {UserError} if the folder cannot be created or written to, or a file in it is an input or exists while `force` is false. Nothing is
 *         written then.
 */
export async function writeResultsFolder(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  { flag, inputs, force }: ResultsFolderOptions,
): Promise<string[]> {
  const paths = [...files.keys()].map((name) => join(folder, name));
  refuseInputs(paths, inputs);
  for (const path of paths) refuseExisting(path, force);
  try {
    await storageFor(folder).makeFolder(folder);
  } catch (error) {
    throw new UserError(`the folder ${folder} cannot be created (${(error as Error).message})`, {
      next: `choose another ${flag}`,
    });
  }
  for (const [name, content] of files)
    await writeFileAtomically(join(folder, name), content, { overwrite: force });
  return paths;
}
