/** Opens files of other tools so that their first bytes show what they are before the rest is read. Gzip is inflated. */
import { UserError } from '../core/errors/user-error.ts';
import { readInflated, sourceName } from './read-bytes.ts';

export interface SourceFile {
  /** The path as the user gave it, or `standard input`. */
  readonly file: string;
  /** The first bytes: up to 64 KiB, fewer only if the file is shorter. */
  readonly head: Uint8Array;
  /** The whole content, the head included. It can be read once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends reading early. */
  close(): void;
}

const HEAD = 64 * 1024;

/** V8 holds strings of up to half a gigabyte. */
const LARGEST_WHOLE = 400 * 1024 * 1024;

/**
 * Opens a file; `-` is standard input.
 *
 * @throws {UserError} (exit code 2) if it is missing, unreadable or damaged, at opening or while it is read.
 */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const chunks = readInflated(path);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  return {
    file: sourceName(path),
    head: Buffer.concat(first).subarray(0, HEAD),
    chunks: startingWith(first, chunks),
    close: () => void chunks.return(undefined),
  };
}

/** Yields text in pieces. A character that lies across two pieces stays whole. */
export async function* textOf(source: SourceFile): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of source.chunks) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** Reads the whole content. @throws {UserError} if it is larger than 400 MiB. */
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
