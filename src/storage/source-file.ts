/** Files of other tools, opened so that what they are can be told from their first bytes before the rest is read; gzip is read as what it holds. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { UserError } from '../core/errors/user-error.ts';
import { unreadable } from './text-file.ts';

export interface SourceFile {
  /** As the user named it. */
  readonly file: string;
  /** The first bytes, as many as there are up to some 64 KiB. */
  readonly head: Uint8Array;
  /** All of it, the head included; to be read once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Where nothing more is to be read. */
  close(): void;
}

const HEAD = 64 * 1024;
const CHUNK = 256 * 1024;

/** V8 holds strings of up to half a gigabyte. */
const LARGEST_WHOLE = 400 * 1024 * 1024;

/**
 * Opens a file; `-` is standard input.
 *
 * @throws {UserError} (exit code 2) if it is missing, unreadable or damaged, here or while it is read.
 */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const file = path === '-' ? 'standard input' : path;
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  const chunks = withWords(unzipped(source as AsyncIterable<Uint8Array>), file);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  return {
    file,
    head: Buffer.concat(first).subarray(0, HEAD),
    chunks: startingWith(first, chunks),
    close: () => source.destroy(),
  };
}

/** Text in pieces, characters that lie across two of them whole. */
export async function* textOf(source: SourceFile): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of source.chunks) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** All of it. @throws {UserError} if it is larger than 400 MiB. */
export async function bytesOf(source: SourceFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source.chunks) {
    pieces.push(bytes);
    length += bytes.length;
    if (length > LARGEST_WHOLE) {
      source.close();
      throw new UserError(`${source.file} is larger than 400 MiB`, {
        next: 'dump namespace by namespace, and give all the files',
      });
    }
  }
  return Buffer.concat(pieces);
}

async function* startingWith(
  first: readonly Uint8Array[],
  others: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* others;
}

/** A gzip file cut short is read as far as it goes: what it holds knows whether that is enough. */
const TOLERANT = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: CHUNK };

async function* unzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const all = startingWith([first.value], { [Symbol.asyncIterator]: () => chunks });
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* isGzip ? (pipeline(all, createGunzip(TOLERANT), () => {}) as AsyncIterable<Uint8Array>) : all;
}

async function* withWords(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    const isDamaged = ((error as NodeJS.ErrnoException | undefined)?.code ?? '').startsWith('Z_');
    throw isDamaged
      ? new UserError('the gzip file is damaged', { position: { file } })
      : unreadable(error, file);
  }
}
