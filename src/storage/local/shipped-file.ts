/** Finds a file that keg brings itself: an example of the help names `fixtures/…`, and who runs it is seldom in keg's own folder. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of fixtures/ from a single executable, from the bundle in dist/, and from this file in a checkout. */
const FOLDERS = [
  dirname(process.execPath),
  join(import.meta.dirname, '..'),
  join(import.meta.dirname, '..', '..', '..'),
];

/** @returns the path of keg's own copy; undefined where it has none. */
export function shippedFile(path: string): string | undefined {
  if (!/^fixtures[/\\]/.test(path)) return undefined;
  return FOLDERS.map((folder) => join(folder, path)).find((copy) => existsSync(copy));
}
