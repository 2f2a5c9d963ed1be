/** Looks at the folders of PATH: which may be written, and which holds a program. */
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Folders of PATH that exist, in its order, each once. Folders relative to the working folder are left out. */
export function searchFolders(path: string): readonly string[] {
  const named = path.split(delimiter).filter((folder) => isAbsolute(folder));
  return [...new Set(named)].filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory());
}

export function isWritableFolder(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** The first of the folders with a file of this name, as the user spells it; undefined: none. */
export function folderWith(folders: readonly string[], names: readonly string[]): string | undefined {
  return folders.find((folder) =>
    names.some((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile()),
  );
}

/** Also for a link that points to nothing. */
export function isSymbolicLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
