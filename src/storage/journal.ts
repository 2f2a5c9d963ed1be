/** Writes a recording for hours so that every acknowledged line survives a crash: whole lines, in blocks, gzip if the name ends in .gz. */
import { crc32, deflateRawSync } from 'node:zlib';
import { storageFor } from './index.ts';
import { gzipMember } from './journal-member.ts';
import type { AppendOptions, Storage } from './storage.ts';

export interface Journal {
  /**
   * Takes a line without its line break. The next flush writes it, or this call if 1 MiB is waiting. Only a flush acknowledges it.
   *
   * @throws {UserError} if the storage is full; this line is then not taken.
   */
  append(line: string): void;
  /**
   * Writes all appended lines and waits until the storage confirms them: only then are they acknowledged.
   *
   * @throws {UserError} if the storage is full or gone; the file then ends after a whole line and holds every acknowledged one.
   */
  flush(): Promise<void>;
  /** Flushes, then writes a last line as its own block, so that a resume can remove it. */
  close(line?: string): Promise<void>;
  /** Lines confirmed by the storage, without those from before a resume. */
  readonly acknowledged: number;
  /** Lines appended and not yet acknowledged. */
  readonly waiting: number;
  /** Acknowledged size of the file. */
  readonly bytes: number;
}

export interface JournalOptions extends AppendOptions {
  /** Default: the storage that the path names. */
  readonly storage?: Pick<Storage, 'openAppend'> | undefined;
}

/** Most bytes held before they are written. */
const LARGEST_WAIT = 1024 * 1024;
/** One UTF-16 code unit needs at most three bytes of UTF-8. */
const BYTES_A_CHARACTER = 3;
const LINE_BREAK = 0x0a;
/** Compression must not delay events: level 4 is twice as fast as 6, and 5 % larger. */
const LEVEL = 4;

/**
 * Opens a file for appending. If its name ends in .gz, each block is a gzip member of its own, so that any gzip reads the file up to its last
 * block.
 *
 * @throws {UserError} (usage) if it exists and is neither continued nor replaced, or cannot be written.
 */
export function openJournal(path: string, options: JournalOptions = {}): Journal {
  const { after, overwrite, storage = storageFor(path) } = options;
  const isCompressed = /\.gz$/i.test(path);
  const file = storage.openAppend(path, { after, overwrite });
  /** Bytes that the storage confirmed, and bytes that it was given. */
  let bytes = after ?? 0;
  let written = bytes;
  let acknowledged = 0;
  let unconfirmed = 0;
  /** Lines are kept as bytes: as strings, ten thousands a second, they would survive garbage collections. */
  let held = Buffer.allocUnsafe(LARGEST_WAIT);
  let filled = 0;
  let lines = 0;
  let isOpen = true;
  let flushing: Promise<void> = Promise.resolve();

  function write(): void {
    if (lines === 0) return;
    const text = held.subarray(0, filled);
    const block = isCompressed
      ? gzipMember(deflateRawSync(text, { level: LEVEL }), crc32(text), text.length)
      : Buffer.from(text);
    file.append(block);
    written += block.length;
    unconfirmed += lines;
    lines = 0;
    filled = 0;
  }

  async function writeAndSync(): Promise<void> {
    write();
    if (unconfirmed === 0) return;
    const to = { written, unconfirmed };
    await file.sync();
    bytes = to.written;
    acknowledged += to.unconfirmed;
    unconfirmed -= to.unconfirmed;
  }

  /** One flush at a time: a slow storage may still confirm the one before. */
  function flush(): Promise<void> {
    flushing = flushing.then(writeAndSync, writeAndSync);
    return flushing;
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
    async close(line) {
      if (!isOpen) return;
      isOpen = false;
      try {
        await flush();
        if (line !== undefined) {
          append(line);
          await flush();
        }
      } finally {
        await file.close();
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
