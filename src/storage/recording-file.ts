/** Recordings on disk: read in a stream, plain or gzip by what the file holds; written whole, gzip if its name ends in .gz. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { constants, createGunzip, gzipSync } from 'node:zlib';
import { UserError } from '../core/errors/user-error.ts';
import {
  type RecordingEnd,
  type RecordingSink,
  recordingReader,
} from '../core/recording/recording-reader.ts';
import { type AtomicFileOptions, openAtomicFile } from './atomic-file.ts';
import { unreadable } from './text-file.ts';

/** Small enough to stay in the processor's cache, large enough that a system call costs nothing. */
const CHUNK = 256 * 1024;

/**
 * Reads a recording; `-` is standard input. A gzip file that was cut short is read as far as it goes.
 *
 * @throws {UserError} (exit code 2) if it is missing or unreadable or no recording, with file and line.
 */
export async function readRecordingFile(path: string, sink: RecordingSink): Promise<RecordingEnd> {
  const file = path === '-' ? 'standard input' : path;
  const reader = recordingReader(sink, file);
  const decoder = new TextDecoder();
  try {
    for await (const bytes of readBytes(path)) reader.read(decoder.decode(bytes, { stream: true }));
  } catch (error) {
    throw isBrokenGzip(error)
      ? new UserError('the gzip file is damaged', { position: { file } })
      : unreadable(error, file);
  }
  reader.read(decoder.decode());
  return reader.end();
}

async function* readBytes(path: string): AsyncIterable<Uint8Array> {
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    const first = await chunks.next();
    if (first.done) return;
    const all = startingWith(first.value, chunks);
    if (isGzip(first.value)) yield* pipeline(all, createGunzip(TOLERANT), ignore);
    else yield* all;
  } finally {
    source.destroy();
  }
}

/** A file cut short is no error: what can be read is read. */
const TOLERANT = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: CHUNK };

/** Errors come out of the iteration; pipeline wants to be told of them as well. */
function ignore(): void {}

async function* startingWith(
  first: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => chunks };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isBrokenGzip(error: unknown): boolean {
  return ((error as NodeJS.ErrnoException | undefined)?.code ?? '').startsWith('Z_');
}

export interface RecordingFile {
  /** Takes a line without its line break. Memory stays bounded however much is written. */
  emit(line: string): void;
  /** Puts the finished file in its place. */
  commit(): void;
  /** Leaves nothing behind. Does nothing after `commit`. */
  discard(): void;
}

/**
 * Opens a recording for writing; it appears in its place with `commit`.
 *
 * @throws {UserError} (exit code 2) if it cannot be written, or is there already and `overwrite` is false.
 */
export function openRecordingFile(path: string, options: AtomicFileOptions = {}): RecordingFile {
  const file = openAtomicFile(path, options);
  const isCompressed = path.endsWith('.gz');
  let lines: string[] = [];
  let length = 0;

  function flush(): void {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    length = 0;
    file.write(isCompressed ? gzipSync(text) : text);
  }

  return {
    emit(line) {
      lines.push(line);
      length += line.length;
      if (length >= CHUNK * (isCompressed ? 8 : 1)) flush();
    },
    commit() {
      flush();
      file.commit();
    },
    discard: () => file.discard(),
  };
}
