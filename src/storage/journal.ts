/** A recording that is being written for hours: every line that was acknowledged is on the disk, whatever happens next. */
import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { UserError } from '../core/errors/user-error.ts';
import { gzipMember } from './journal-member.ts';

export interface Journal {
  /** Takes a line without its line break. It is written with the next flush, or at once when much is waiting; then too a flush acknowledges it. */
  append(line: string): void;
  /**
   * Writes all that was appended and has the disk confirm it: only then are these lines acknowledged.
   *
   * @throws {UserError} if the disk is full or gone; the file then ends after the last acknowledged line.
   */
  flush(): void;
  /** Flushes, then writes a last line on its own, so that going on later can take it away again. */
  close(line?: string): void;
  /** Lines on the disk, those of before a resume left out. */
  readonly acknowledged: number;
  /** Lines appended and not acknowledged yet. */
  readonly waiting: number;
  /** Size of the file, as far as it is acknowledged. */
  readonly bytes: number;
}

/** How the disk is written to, for tests of what disks do. */
export interface Disk {
  /** Writes the bytes from `from` on to that place of the file; gives how many it took. */
  write(descriptor: number, bytes: Uint8Array, from: number, place: number): number;
  sync(descriptor: number): void;
  truncate(descriptor: number, bytes: number): void;
}

export interface JournalOptions {
  /** Go on after this many bytes; what comes after is cut off. Default: a new file, which must not be there yet. */
  readonly goOnAfter?: number | undefined;
  /** Replace a file that is there. Default false. */
  readonly overwrite?: boolean | undefined;
  readonly disk?: Disk | undefined;
}

/** So much is held at most before it is written, in bytes. */
const LARGEST_WAIT = 1024 * 1024;
/** A character of UTF-16 is no more of UTF-8. */
const BYTES_A_CHARACTER = 3;
const LINE_BREAK = 0x0a;
/** Compressing must not keep events waiting: level 4 is twice as fast as 6, and 5 % larger. */
const LEVEL = 4;

const REAL_DISK: Disk = {
  write: (descriptor, block, from, place) => writeSync(descriptor, block, from, block.length - from, place),
  sync: fdatasyncSync,
  truncate: ftruncateSync,
};

/**
 * Opens a file for appending, compressed if its name ends in .gz: each flush is then a gzip member of its own, so that the file can be read up
 * to its last flush, by any gzip.
 *
 * @throws {UserError} (usage) if it is there already and not to be gone on with, or can't be written.
 */
export function openJournal(path: string, options: JournalOptions = {}): Journal {
  const { goOnAfter, overwrite = false, disk = REAL_DISK } = options;
  const isCompressed = path.endsWith('.gz');
  const descriptor = opened(path, goOnAfter === undefined ? (overwrite ? 'w' : 'wx') : 'r+');
  /** Confirmed by the disk, and written at all. */
  let bytes = goOnAfter ?? 0;
  let written = bytes;
  let acknowledged = 0;
  let unconfirmed = 0;
  /** Lines as bytes at once: as strings they would outlive garbage collections, by the ten thousand a second. */
  let held = Buffer.allocUnsafe(LARGEST_WAIT);
  let filled = 0;
  let lines = 0;
  let isOpen = true;
  if (goOnAfter === undefined) syncFolder(path);
  else guarded(() => disk.truncate(descriptor, goOnAfter));

  /** Whatever went wrong, the file then ends where it ended when the disk last confirmed it. */
  function guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      try {
        disk.truncate(descriptor, bytes);
      } catch {
        // A disk that is gone; what it holds is for the next to see.
      }
      throw diskFault(error, path);
    }
  }

  function write(): void {
    if (lines === 0) return;
    const text = held.subarray(0, filled);
    const block = isCompressed
      ? gzipMember(deflateRawSync(text, { level: LEVEL }), crc32(text), text.length)
      : text;
    guarded(() => {
      for (let from = 0; from < block.length; ) {
        const taken = disk.write(descriptor, block, from, written + from);
        if (taken === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
        from += taken;
      }
    });
    written += block.length;
    unconfirmed += lines;
    lines = 0;
    filled = 0;
  }

  function flush(): void {
    write();
    if (unconfirmed === 0) return;
    guarded(() => disk.sync(descriptor));
    bytes = written;
    acknowledged += unconfirmed;
    unconfirmed = 0;
  }

  function append(line: string): void {
    const room = line.length * BYTES_A_CHARACTER + 1;
    if (filled + room > held.length) write();
    if (room > held.length) held = Buffer.allocUnsafe(room);
    filled += held.write(line, filled);
    held[filled] = LINE_BREAK;
    filled += 1;
    lines += 1;
  }

  return {
    append,
    flush,
    close(line) {
      if (!isOpen) return;
      try {
        flush();
        if (line !== undefined) {
          append(line);
          flush();
        }
      } finally {
        isOpen = false;
        closeSync(descriptor);
      }
    },
    get acknowledged() {
      return acknowledged;
    },
    get waiting() {
      return unconfirmed + lines;
    },
    get bytes() {
      return bytes;
    },
  };
}

function opened(path: string, flags: string): number {
  try {
    return openSync(path, flags, 0o644);
  } catch (error) {
    throw diskFault(error, path);
  }
}

/** A file whose name is not on the disk is lost with all that is in it (fsync(2)). */
function syncFolder(path: string): void {
  try {
    const folder = openSync(dirname(path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows has no such thing.
  }
}

function diskFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const goOn = 'all lines acknowledged so far are in it; make room, then go on with --resume';
  switch (code) {
    case 'EEXIST':
      return new UserError(`${path} is there already`, {
        next: 'name another file, or go on with it: --resume',
      });
    case 'ENOENT':
      return new UserError(`there is no folder ${dirname(path)}`);
    case 'EISDIR':
      return new UserError(`${path} is a folder`, { next: 'name a file in it' });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(`${path} may not be written`);
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new UserError(`no space is left for ${path}`, { next: goOn });
    case 'EIO':
      return new UserError(`the disk of ${path} failed`, { next: goOn });
    default:
      return error;
  }
}
