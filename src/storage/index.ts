/** Lists the storages and chooses the one that a path or URL names: the only place that decides where a file lives. */
import { localFiles } from './local/local-files.ts';
import type { Storage } from './storage.ts';

/** In order; the first storage that holds a path is used. Local files hold every path, so they stay last. */
export const STORAGES: Storage[] = [localFiles];

export function storageFor(path: string): Storage {
  return STORAGES.find((storage) => storage.holds(path)) ?? localFiles;
}
