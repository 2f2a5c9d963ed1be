/** Writes local files that appear whole or not at all: under another name beside their place, then moved there. */
import {
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { discardWhenInterrupted } from '../interruption.ts';
import type { AtomicFile, AtomicFileOptions } from '../storage.ts';

/**
 * Opens a file for writing. A pipe or device, such as /dev/null, is written directly.
 *
 * @throws {UserError} if it cannot be written, or exists and `overwrite` is false.
 */
export function openLocalAtomicFile(path: string, options: AtomicFileOptions = {}): AtomicFile {
  const overwrite = options.overwrite ?? true;
  refuseExistingLocally(path, overwrite);
  const place = userFault(path, () => (existsSync(path) ? realpathSync(path) : path));
  const isDirect = existsSync(place) && !statSync(place).isFile();
  const written = isDirect ? place : `${place}.${process.pid}.partial`;
  const mode = options.isPrivate ? 0o600 : options.isExecutable ? 0o777 : 0o666;
  const descriptor = userFault(path, () => openSync(written, 'w', mode));
  let isOpen = true;
  const settled = discardWhenInterrupted(discard);

  function close(): void {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  }

  function discard(): void {
    settled();
    if (!isOpen) return;
    close();
    if (!isDirect) rmSync(written, { force: true });
  }

  return {
    write(content) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      userFault(path, () => {
        for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
      });
    },
    async commit() {
      if (!isOpen) return;
      close();
      settled();
      if (isDirect) return;
      try {
        userFault(path, () => (overwrite ? renameSync(written, place) : putWhereNothingIs(written, place)));
      } catch (error) {
        rmSync(written, { force: true });
        throw error;
      }
    },
    discard,
  };
}

/** Moves a file to a name that does not exist. A hard link fails if the name was taken in the meantime; a rename would replace it. */
function putWhereNothingIs(written: string, place: string): void {
  try {
    linkSync(written, place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyExists(place);
    // Some file systems have no hard links.
    refuseExistingLocally(place, false);
    return renameSync(written, place);
  }
  rmSync(written);
}

/** @throws {UserError} if a local file exists and must not be replaced. */
export function refuseExistingLocally(path: string, overwrite: boolean): void {
  if (isFolder(path)) throw new UserError(`${path} is a folder`, { next: NAME_IN_IT });
  if (!overwrite && isTaken(path)) throw alreadyExists(path);
}

function alreadyExists(path: string): UserError {
  return new UserError(`${path} already exists`, { next: 'name another file, or add --force to replace it' });
}

const NAME_IN_IT = 'name a file in it';

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Pipes and devices such as /dev/null contain nothing that could be lost. A link that points to nothing counts as existing. */
function isTaken(path: string): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path);
    return stats.isFile() || stats.isSymbolicLink();
  } catch {
    return false;
  }
}

const FAULTS: Readonly<Record<string, (path: string) => readonly [message: string, next: string]>> = {
  ENOENT: (path) => [
    `there is no folder ${dirname(path)}`,
    'create it first, or name a file in another folder',
  ],
  ENOTDIR: (path) => [`${dirname(path)} is not a folder`, 'name a file in another folder'],
  EISDIR: (path) => [`${path} is a folder`, NAME_IN_IT],
  EACCES: (path) => [`${path} may not be written`, 'check the permissions of its folder'],
  EPERM: (path) => [`${path} may not be written`, 'check the permissions of its folder'],
  EROFS: (path) => [`${path} is on a read-only file system`, 'name a file in another folder'],
  ENOSPC: (path) => [`no space is left for ${path}`, 'make room, or name a file on another disk'],
  ENAMETOOLONG: (path) => [`the name ${path} is too long`, 'name a file with a shorter name'],
};

function userFault<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const fault = FAULTS[(error as NodeJS.ErrnoException).code ?? '']?.(path);
    throw fault ? new UserError(fault[0], { next: fault[1] }) : error;
  }
}
