/** Reads the files of a zip archive by its directory at the end (PKWARE APPNOTE 6.3), one after the other, in constant memory. */
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { UserError } from '../../core/errors/user-error.ts';
import { isDamagedGzip } from '../gzip.ts';
import type { ReadableFile } from '../storage.ts';
import type { ArchiveEntry } from './tar-entries.ts';

const END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
/** The comment behind the end has at most this length. */
const LONGEST_COMMENT = 0xffff;
/** Stands for a number that does not fit into 32 bits (ZIP64). */
const TOO_LARGE = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const CHUNK = 256 * 1024;

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

interface DirectoryEntry {
  readonly path: string;
  readonly offset: number;
  readonly compressed: number;
  readonly method: number;
}

/** @throws {UserError} for an archive that is cut short, encrypted, or larger than 4 GiB. */
export async function* zipEntries(file: ReadableFile, name: string): AsyncGenerator<ArchiveEntry> {
  for (const entry of await directoryOf(file, name)) {
    if (entry.path.endsWith('/')) continue;
    yield { path: entry.path, content: undamaged(contentOf(file, entry), entry.path, name) };
  }
}

async function directoryOf(file: ReadableFile, name: string): Promise<readonly DirectoryEntry[]> {
  const refusal = (message: string, next = 'unpack it, and give the folder'): UserError =>
    new UserError(message, { position: { file: name }, next });
  const tailLength = Math.min(file.size, END_LENGTH + LONGEST_COMMENT);
  const tail = Buffer.from(await file.readAt(file.size - tailLength, tailLength));
  let end = tail.length - END_LENGTH;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw refusal('the zip archive is cut short: it has no directory', 'copy it again');
  const [length, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (length === TOO_LARGE || from === TOO_LARGE) throw refusal('the zip archive is larger than 4 GiB');
  const directory = Buffer.from(await file.readAt(from, length));
  const entries: DirectoryEntry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY; ) {
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const path = directory.toString('utf8', at + 46, at + 46 + nameLength!).replaceAll('\\', '/');
    const entry = {
      path,
      method: directory.readUInt16LE(at + 10),
      compressed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    };
    if ((directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw refusal(`${path} in it is encrypted`);
    if (entry.method !== STORED && entry.method !== DEFLATED)
      throw refusal(`${path} in it is compressed in another way than deflate`);
    if (entry.compressed === TOO_LARGE || entry.offset === TOO_LARGE)
      throw refusal('the zip archive is larger than 4 GiB');
    entries.push(entry);
    at += 46 + nameLength! + extra! + comment!;
  }
  return entries;
}

async function* undamaged(
  content: AsyncIterable<Uint8Array>,
  path: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    if (!isDamagedGzip(error)) throw error;
    throw new UserError(`the zip archive is damaged: ${path} in it cannot be unpacked`, {
      position: { file: name },
      next: 'copy it again',
    });
  }
}

function contentOf(file: ReadableFile, entry: DirectoryEntry): AsyncIterable<Uint8Array> {
  const raw = compressedBytes(file, entry);
  if (entry.method === STORED) return raw;
  // The errors come out of the iteration; pipeline needs a callback all the same.
  return pipeline(Readable.from(raw), createInflateRaw(), () => {}) as AsyncIterable<Uint8Array>;
}

async function* compressedBytes(
  file: ReadableFile,
  { offset, compressed }: DirectoryEntry,
): AsyncGenerator<Uint8Array> {
  const local = Buffer.from(await file.readAt(offset, 30));
  let at = offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  for (let rest = compressed; rest > 0; ) {
    const bytes = await file.readAt(at, Math.min(rest, CHUNK));
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
    rest -= bytes.length;
  }
}
