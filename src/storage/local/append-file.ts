/** Appends to a local file so that confirmed bytes survive a crash, and a failed write leaves no broken end. */
import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import type { AppendFile, AppendOptions } from '../storage.ts';

/** The system calls, so that tests can simulate full and failing disks. */
export interface Disk {
  /** Writes the bytes from index `from` on to position `place` of the file; returns how many bytes it wrote. */
  write(descriptor: number, bytes: Uint8Array, from: number, place: number): number;
  sync(descriptor: number): void;
  truncate(descriptor: number, bytes: number): void;
}

const REAL_DISK: Disk = {
  write: (descriptor, block, from, place) => writeSync(descriptor, block, from, block.length - from, place),
  sync: fdatasyncSync,
  truncate: ftruncateSync,
};

/** @throws {UserError} (usage) if the file exists and `after` and `overwrite` are not given, or if it cannot be written. */
export function openAppendFile(
  path: string,
  { after, overwrite = false }: AppendOptions = {},
  disk: Disk = REAL_DISK,
): AppendFile {
  const descriptor = opened(path, after === undefined ? (overwrite ? 'w' : 'wx') : 'r+');
  let written = after ?? 0;
  let synced = written;
  /** Set when the disk failed to confirm: from then on nothing is known about what it holds. */
  let failure: unknown;
  if (after === undefined) syncFolder(path);
  else guarded(() => disk.truncate(descriptor, after), written);

  /** Runs an action; if it fails, cuts the file to `kept` bytes. */
  function guarded(action: () => void, kept: number): void {
    try {
      action();
    } catch (error) {
      try {
        disk.truncate(descriptor, kept);
      } catch {
        // The disk is gone. The next reader finds the end of the last whole line.
      }
      throw appendFault(error, path);
    }
  }

  return {
    append(bytes) {
      if (failure !== undefined) throw failure;
      guarded(() => {
        for (let from = 0; from < bytes.length; ) {
          const taken = disk.write(descriptor, bytes, from, written + from);
          if (taken === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
          from += taken;
        }
      }, written);
      written += bytes.length;
    },
    async sync() {
      if (failure !== undefined) throw failure;
      try {
        guarded(() => disk.sync(descriptor), synced);
      } catch (error) {
        failure = error;
        throw error;
      }
      synced = written;
    },
    async close() {
      closeSync(descriptor);
    },
  };
}

function opened(path: string, flags: string): number {
  try {
    return openSync(path, flags, 0o644);
  } catch (error) {
    throw appendFault(error, path);
  }
}

/** A file whose name is not on the disk is lost with all its content (fsync(2)). */
function syncFolder(path: string): void {
  try {
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows cannot sync a folder.
  }
}

function appendFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const resume = 'the file holds all lines acknowledged so far; make room, then continue with --resume';
  switch (code) {
    case 'EEXIST':
      return new UserError(`${path} already exists`, {
        next: 'name another file, continue this one with --resume, or replace it with --force',
      });
    case 'ENOENT':
      return new UserError(`there is no folder ${dirname(path)}`, {
        next: 'create it first, or name a file in another folder',
      });
    case 'EISDIR':
      return new UserError(`${path} is a folder`, { next: 'name a file in it' });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(`${path} may not be written`, {
        next: 'name a file in a folder where you may write',
      });
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new UserError(`no space is left for ${path}`, { next: resume });
    case 'EIO':
      return new UserError(`the disk of ${path} failed`, { next: resume });
    default:
      return error;
  }
}
