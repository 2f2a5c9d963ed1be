/** Removes kubectl's completion of keg from the folders of PATH. */
import { join } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { storageFor } from '../../storage/index.ts';
import { isSymbolicLink, searchFolders } from '../../storage/search-path.ts';
import { type CompletionPlace, completerName, isOwnCompleter } from './kubectl-completer.ts';

/**
 * @param folder default: every folder of PATH.
 * @returns the files that are removed.
 * @throws {UserError} (usage) where only a file is found that keg did not write.
 */
export async function removeCompletion(
  { folder }: { readonly folder?: string | undefined },
  place: CompletionPlace,
): Promise<readonly string[]> {
  const folders = folder === undefined ? searchFolders(place.path) : [folder];
  const removed: string[] = [];
  const foreign: string[] = [];
  for (const file of folders.map((each) => join(each, completerName(place)))) {
    const storage = storageFor(file);
    if (!(await storage.exists(file)) && !isSymbolicLink(file)) continue;
    if (await isOwnCompleter(file)) {
      await storage.remove(file);
      removed.push(file);
    } else foreign.push(file);
  }
  if (removed.length > 0 || foreign.length === 0) return removed;
  throw new UserError(`keg did not write ${foreign.join(', ')}`, {
    next: 'look at it and remove it yourself',
  });
}
