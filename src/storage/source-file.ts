/** Opens files of other tools so that their first bytes show what they are before the rest is read. Gzip is inflated. */
import { UserError } from '../core/errors/user-error.ts';
import { decodedText, decoderFor } from '../core/importers/text/text-encoding.ts';
import { firstChunks, HEAD_BYTES } from './first-chunks.ts';
import { readInflated, sourceName } from './read-bytes.ts';

export interface SourceFile {
  /** The path as the user gave it, or `standard input`. */
  readonly file: string;
  /** The first bytes: up to 64 KiB, fewer only if the file is shorter. */
  readonly head: Uint8Array;
  /** The whole content, the head included. It can be read once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** It was found in a folder or archive that the user named. */
  readonly isFound?: boolean;
  /** Ends reading early. */
  close(): void;
}

/**
 * Opens a file; `-` is standard input.
 *
 * @throws {UserError} (exit code 2) if it is missing, unreadable or damaged, at opening or while it is read.
 */
export async function openSourceFile(path: string): Promise<SourceFile> {
  const chunks = readInflated(path);
  const first = await firstChunks(chunks);
  return {
    file: sourceName(path),
    head: Buffer.concat(first).subarray(0, HEAD_BYTES),
    chunks: startingWith(first, chunks),
    close: () => void chunks.return(undefined),
  };
}

/** Yields text in pieces. A character that lies across two pieces stays whole. */
export async function* textOf(source: SourceFile): AsyncGenerator<string> {
  const decoder = decoderFor(source.head);
  for await (const bytes of source.chunks) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** Reads the whole content. @throws {UserError} if it is larger than 400 MiB. */
export function bytesOf(source: SourceFile): Promise<Uint8Array> {
  return boundedBytes(source, 400, 'dump namespace by namespace, and give all the files');
}

/** Reads the whole content as UTF-8 or UTF-16, without a byte order mark. @throws {UserError} if it is larger than 256 MiB. */
export async function wholeTextOf(source: SourceFile): Promise<string> {
  const bytes = await boundedBytes(source, 256, 'put long pod lists into a recording beside the scenario');
  return decodedText(bytes);
}

/** V8 holds strings of up to half a gigabyte. */
async function boundedBytes(source: SourceFile, mebibytes: number, next: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source.chunks) {
    pieces.push(bytes);
    length += bytes.length;
    if (length > mebibytes * 1024 * 1024) {
      source.close();
      throw new UserError(`${source.file} is larger than ${mebibytes} MiB`, { next });
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
