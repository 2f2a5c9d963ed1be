/** Finds where a journal can be continued: after its last whole line, before a line that closed it. */
import { gunzipSync } from 'node:zlib';
import { UserError } from '../core/errors/user-error.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { storageFor } from './index.ts';
import { MEMBER_START_BYTES, memberLength } from './journal-member.ts';
import type { ReadableFile } from './storage.ts';

export interface JournalEnd {
  /** How many bytes of the file to keep. */
  readonly bytes: number;
  /** The time of its `close` line, which is not kept; undefined if it has none. */
  readonly closedAt: Microseconds | undefined;
}

const CLOSE_LINE = /^\{"at":(\d+),"kind":"close"/;
/** Bytes. A close line is far shorter. */
const LONGEST_CLOSE = 64 * 1024;
const CHUNK = 64 * 1024;

/**
 * Reads the end of a journal, and changes nothing.
 *
 * @throws {UserError} (usage) if there is no such file, or it is a gzip file that no journal wrote.
 */
export async function findJournalEnd(path: string): Promise<JournalEnd> {
  const file = await storageFor(path).openReadable(path);
  try {
    return await (/\.gz$/i.test(path) ? endOfMembers(file, path) : endOfLines(file));
  } finally {
    await file.close();
  }
}

async function endOfMembers(file: ReadableFile, path: string): Promise<JournalEnd> {
  let last = 0;
  let end = 0;
  while (end < file.size) {
    const start = await file.readAt(end, MEMBER_START_BYTES);
    const length = memberLength(start);
    if (length === undefined && start.length === MEMBER_START_BYTES && start[0] === 0x1f && start[1] === 0x8b)
      throw new UserError(`${path} was not compressed by kubectl keg record, so it cannot be continued`, {
        next: 'decompress it with gunzip and resume that file',
      });
    if (length === undefined || end + length > file.size) break;
    last = end;
    end += length;
  }
  // After a power failure a file may have the length of a member without its content.
  if (end > last && !isWhole(await file.readAt(last, end - last)))
    return { bytes: last, closedAt: undefined };
  const isShort = end - last <= LONGEST_CLOSE;
  const text = end > last && isShort ? gunzipSync(await file.readAt(last, end - last)).toString() : '';
  return endBefore(text, last, end);
}

/** The position before the last line if that is a `close` line, else after it. */
function endBefore(lastLine: string, start: number, end: number): JournalEnd {
  const at = CLOSE_LINE.exec(lastLine)?.[1];
  return at === undefined ? { bytes: end, closedAt: undefined } : { bytes: start, closedAt: Number(at) };
}

function isWhole(member: Uint8Array): boolean {
  try {
    gunzipSync(member);
    return true;
  } catch {
    return false;
  }
}

async function endOfLines(file: ReadableFile): Promise<JournalEnd> {
  const end = (await lineBreakBefore(file, file.size)) + 1;
  if (end === 0) return { bytes: 0, closedAt: undefined };
  const start = (await lineBreakBefore(file, end - 1)) + 1;
  const isShort = end - start <= LONGEST_CLOSE;
  const line = isShort ? new TextDecoder().decode(await file.readAt(start, end - start)) : '';
  return endBefore(line, start, end);
}

/** Position of the last line break before `end`; -1 if there is none. */
async function lineBreakBefore(file: ReadableFile, end: number): Promise<number> {
  for (let to = end; to > 0; ) {
    const from = Math.max(0, to - CHUNK);
    const found = (await file.readAt(from, to - from)).lastIndexOf(0x0a);
    if (found >= 0) return from + found;
    to = from;
  }
  return -1;
}
