/** Puts kubectl's completion of keg into a folder of PATH. */
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { writeFileAtomically } from '../../storage/atomic-file.ts';
import { storageFor } from '../../storage/index.ts';
import { folderWith, isSymbolicLink, isWritableFolder, searchFolders } from '../../storage/search-path.ts';
import { type CompletionPlace, completerName, completerText, isOwnCompleter } from './kubectl-completer.ts';

export interface InstalledCompletion {
  readonly file: string;
  /** A file of an earlier installation was there. */
  readonly isRenewed: boolean;
  /** kubectl finds the folder. */
  readonly isOnPath: boolean;
  /** kubectl finds keg. */
  readonly isKegOnPath: boolean;
}

/** What the environment of this process says. */
export function completionPlace(): CompletionPlace {
  const { PATH = '', KREW_ROOT } = process.env;
  const isWindows = process.platform === 'win32';
  return { path: PATH, home: homedir(), krewRoot: KREW_ROOT || undefined, isWindows };
}

/**
 * @param folder default: beside krew's programs, else beside kubectl-keg, else the first folder of PATH that may be written, those of the
 * user first.
 * @param force also replaces a file that keg did not write.
 * @throws {UserError} (usage) for a foreign file, and where no folder may be written.
 */
export async function installCompletion(
  { folder, force }: { readonly folder?: string | undefined; readonly force: boolean },
  place: CompletionPlace,
): Promise<InstalledCompletion> {
  const folders = searchFolders(place.path);
  const chosen = folder ?? chosenFolder(folders, place);
  const file = join(chosen, completerName(place));
  const storage = storageFor(file);
  const exists = (await storage.exists(file)) || isSymbolicLink(file);
  const isOwn = exists && (await isOwnCompleter(file));
  if (exists && !isOwn && !force) {
    throw new UserError(`${file} exists, and keg did not write it`, {
      next: 'look at it, then replace it with --force, or name another folder of PATH with --folder',
    });
  }
  // A link would lead to the file of another program.
  if (exists && !isOwn) await storage.remove(file);
  await writeFileAtomically(file, completerText(place), { isExecutable: true });
  return {
    file,
    isRenewed: isOwn,
    isOnPath: folders.includes(chosen.replace(/[/\\]+$/, '')) || folders.includes(chosen),
    isKegOnPath: folderWith(folders, programNames(place)) !== undefined,
  };
}

function chosenFolder(folders: readonly string[], place: CompletionPlace): string {
  const writable = folders.filter((folder) => isWritableFolder(folder) && !isOfOneProject(folder));
  const krew = join(place.krewRoot ?? join(place.home, '.krew'), 'bin');
  const beside = folderWith(writable, programNames(place));
  const own = writable.find((folder) => folder.startsWith(place.home + sep));
  const chosen = writable.includes(krew) ? krew : (beside ?? own ?? writable[0]);
  if (chosen !== undefined) return chosen;
  throw new UserError('no folder of PATH may be written', {
    next: 'create one, such as ~/.local/bin, put it on PATH, and name it with --folder',
  });
}

/** npm puts such folders on PATH for one command only. */
function isOfOneProject(folder: string): boolean {
  return folder.endsWith(join('node_modules', '.bin'));
}

function programNames({ isWindows }: CompletionPlace): readonly string[] {
  return isWindows ? ['kubectl-keg.exe', 'kubectl-keg.cmd'] : ['kubectl-keg'];
}
