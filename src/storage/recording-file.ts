/** Reads recordings as a stream, plain or gzip, and writes them whole; gzip if the name ends in .gz. */
import { gzipSync } from 'node:zlib';
import { fileHead } from '../core/importers/file-kinds/file-head.ts';
import { requireRole } from '../core/importers/file-kinds/name-file.ts';
import { joinRecordings } from '../core/recording/join-recordings.ts';
import { type RecordingEnd, type RecordingSink, readRecording } from '../core/recording/recording-reader.ts';
import { openAtomicFile } from './atomic-file.ts';
import { openSourceFile, type SourceFile, textOf } from './source-file.ts';
import type { AtomicFileOptions } from './storage.ts';

/** Bytes gathered for one write: small enough to stay in the processor's cache, large enough that a system call costs nothing. */
const CHUNK = 256 * 1024;

/**
 * Reads a recording; `-` is standard input. A gzip file that was cut short is read as far as it goes.
 *
 * @param between is waited for after each piece of the file.
 * @throws {UserError} (exit code 2) if it is missing, unreadable, damaged (with file and line) or another kind of file (named).
 */
export async function readRecordingFile(
  path: string,
  sink: RecordingSink,
  between: () => Promise<void> = async () => {},
): Promise<RecordingEnd> {
  const source = await openSourceFile(path);
  try {
    requireRole(fileHead(source.head, source.file), ['recording'], 'a recording');
    return await readRecording(pieces(source, between), sink, source.file);
  } finally {
    source.close();
  }
}

async function* pieces(source: SourceFile, between: () => Promise<void>): AsyncGenerator<string> {
  for await (const text of textOf(source)) {
    yield text;
    await between();
  }
}

/**
 * Reads recordings of one cluster, one after another in time, as one: the files of a rotated run. Reads one file at a time. It is torn if one of
 * them is, and closed if the last one is.
 *
 * @throws {UserError} (exit code 2) as {@link readRecordingFile}, and if the files are not in the order of their times.
 */
export async function readRecordingFiles(
  paths: readonly string[],
  sink: RecordingSink,
): Promise<RecordingEnd> {
  if (paths.length === 1) return await readRecordingFile(paths[0]!, sink);
  const join = joinRecordings(sink);
  const ends: RecordingEnd[] = [];
  for (const path of paths) ends.push(await readRecordingFile(path, join.part(path)));
  join.end();
  return {
    observations: ends.reduce((sum, { observations }) => sum + observations, 0),
    unknown: ends.reduce((sum, { unknown }) => sum + unknown, 0),
    isClosed: ends.at(-1)?.isClosed ?? false,
    isTorn: ends.some(({ isTorn }) => isTorn),
  };
}

export interface RecordingFile {
  /** Takes a line without its line break. Memory stays bounded for recordings of any length. */
  emit(line: string): void;
  /** Puts the finished file in its place. */
  commit(): Promise<void>;
  /** Removes everything written so far. Does nothing after `commit`. */
  discard(): void;
}

/**
 * Opens a recording for writing; it appears in its place with `commit`.
 *
 * @throws {UserError} (exit code 2) if it cannot be written, or exists and `overwrite` is false.
 */
export function openRecordingFile(path: string, options: AtomicFileOptions = {}): RecordingFile {
  const file = openAtomicFile(path, options);
  const isCompressed = /\.gz$/i.test(path);
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
    async commit() {
      flush();
      await file.commit();
    },
    discard: () => file.discard(),
  };
}
