/** Where a journal that was cut short can be gone on with: after its last whole line, before the line that closed it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../core/errors/user-error.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { MEMBER_START_BYTES, memberLength } from './journal-member.ts';
import { unreadable } from './text-file.ts';

export interface JournalEnd {
  /** Bytes of the file that stay. */
  readonly bytes: number;
  /** The time of the `close` line that it had ended with, which does not stay; undefined if there was none. */
  readonly closedAt: Microseconds | undefined;
}

const CLOSE_LINE = /^\{"at":(\d+),"kind":"close"/;
/** A close line is far shorter. */
const LONGEST_CLOSE = 64 * 1024;
const CHUNK = 64 * 1024;

/**
 * Looks at an open journal's end; nothing is changed.
 *
 * @throws {UserError} (usage) if there is no such file, or it is a gzip file that no journal wrote.
 */
export function findJournalEnd(path: string): JournalEnd {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw unreadable(error, path);
  }
  try {
    const size = fstatSync(descriptor).size;
    return path.endsWith('.gz') ? endOfMembers(descriptor, size, path) : endOfLines(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

function endOfMembers(descriptor: number, size: number, path: string): JournalEnd {
  let last = 0;
  let end = 0;
  while (end < size) {
    const start = readAt(descriptor, end, MEMBER_START_BYTES);
    const length = memberLength(start);
    if (length === undefined && start.length === MEMBER_START_BYTES && start[0] === 0x1f && start[1] === 0x8b)
      throw new UserError(`${path} was not compressed by kubectl keg record, so it can't be gone on with`, {
        next: 'uncompress it with gunzip and resume that',
      });
    if (length === undefined || end + length > size) break;
    last = end;
    end += length;
  }
  // A machine that loses its power may leave the length of a member and not what is in it.
  if (end > last && !isWhole(readAt(descriptor, last, end - last)))
    return { bytes: last, closedAt: undefined };
  const isShort = end - last <= LONGEST_CLOSE;
  const text = end > last && isShort ? gunzipSync(readAt(descriptor, last, end - last)).toString() : '';
  return endBefore(text, last, end);
}

/** Before the last line if it is a `close` line, else after it. */
function endBefore(lastLine: string, start: number, end: number): JournalEnd {
  const at = CLOSE_LINE.exec(lastLine)?.[1];
  return at === undefined ? { bytes: end, closedAt: undefined } : { bytes: start, closedAt: Number(at) };
}

function isWhole(member: Buffer): boolean {
  try {
    gunzipSync(member);
    return true;
  } catch {
    return false;
  }
}

function endOfLines(descriptor: number, size: number): JournalEnd {
  const end = lineBreakBefore(descriptor, size) + 1;
  if (end === 0) return { bytes: 0, closedAt: undefined };
  const start = lineBreakBefore(descriptor, end - 1) + 1;
  const line = end - start <= LONGEST_CLOSE ? readAt(descriptor, start, end - start).toString() : '';
  return endBefore(line, start, end);
}

/** Position of the last line break before `end`; -1 if there is none. */
function lineBreakBefore(descriptor: number, end: number): number {
  for (let to = end; to > 0; ) {
    const from = Math.max(0, to - CHUNK);
    const found = readAt(descriptor, from, to - from).lastIndexOf(0x0a);
    if (found >= 0) return from + found;
    to = from;
  }
  return -1;
}

function readAt(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const more = readSync(descriptor, bytes, read, length - read, from + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}
