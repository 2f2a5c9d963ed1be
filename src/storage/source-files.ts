/** Opens what a user names: files, and the wanted files in folders and archives (tar, tar.gz, zip). */
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { type ArchiveEntry, isTar, tarEntries } from './archives/tar-entries.ts';
import { isZip, zipEntries } from './archives/zip-entries.ts';
import { firstChunks, HEAD_BYTES } from './first-chunks.ts';
import { inflated, isDamagedGzip } from './gzip.ts';
import { storageFor } from './index.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './local/temporary-folder.ts';
import { readInflated } from './read-bytes.ts';
import { openSourceFile, type SourceFile } from './source-file.ts';

export interface SourceFiles {
  readonly sources: readonly SourceFile[];
  /** Files in folders and archives that are not wanted. */
  readonly skipped: number;
  /** Files in them that cannot be read, with the reason in words. */
  readonly unreadable: readonly UnreadableFile[];
  /** Closes the files, and removes what was unpacked. */
  close(): void;
}

interface UnreadableFile {
  readonly file: string;
  readonly why: string;
}

/** Whether a file of a folder or archive is wanted, by its first bytes and its name. */
export type Wanted = (head: Uint8Array, name: string) => boolean;

/**
 * Files that are named themselves are opened whatever they are. Of an archive the wanted files are unpacked into a folder that `close` removes.
 *
 * @throws {UserError} (exit code 2) for a path that is missing, unreadable or damaged.
 */
export async function openSourceFiles(paths: readonly string[], isWanted: Wanted): Promise<SourceFiles> {
  const sources: SourceFile[] = [];
  let unpacked: TemporaryFolder | undefined;
  let skipped = 0;
  const unreadable: UnreadableFile[] = [];

  /** The beginning of a file; undefined where it cannot be read. */
  async function headIn(shown: string, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
    try {
      return await headOf(chunks);
    } catch (error) {
      const why = whyUnreadable(error);
      if (why === undefined) throw error;
      unreadable.push({ file: shown, why });
      return undefined;
    }
  }

  async function addFolder(folder: string): Promise<void> {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const head = await headIn(file, readInflated(file));
      if (head === undefined) continue;
      if (isWanted(head, file)) sources.push(laterSource(file, file, head));
      else skipped += 1;
    }
  }

  async function addArchive(name: string, entries: AsyncIterable<ArchiveEntry>): Promise<void> {
    unpacked ??= makeTemporaryFolder();
    for await (const { path, content } of entries) {
      const shown = `${name}/${path.replace(/^(?:\.?\/)+/, '')}`;
      const first = await beginningOf(content);
      const head = await headIn(shown, inflated(first.beginning()));
      if (head === undefined) continue;
      if (!isWanted(head, shown)) {
        skipped += 1;
        continue;
      }
      // The name of an entry may lead out of a folder, so a number is the name of its file.
      const file = join(unpacked.path, String(sources.length));
      await writeFile(file, first.all());
      sources.push(laterSource(shown, file, head));
    }
  }

  async function add(path: string): Promise<void> {
    if (path !== '-' && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return addFolder(path);
    const source = await openSourceFile(path);
    if (isTar(source.head)) await addArchive(source.file, tarEntries(source.chunks, source.file));
    else if (isZip(source.head) && path !== '-') {
      source.close();
      const file = await storageFor(path).openReadable(path);
      await addArchive(source.file, zipEntries(file, path)).finally(() => file.close());
    } else sources.push(source);
  }

  function close(): void {
    for (const source of sources) source.close();
    unpacked?.remove();
  }

  try {
    for (const path of paths) await add(path);
  } catch (error) {
    close();
    throw error;
  }
  return { sources, skipped, unreadable, close };
}

/** A source that is opened when it is read: a folder may have more files than may be open at one time. */
function laterSource(shown: string, path: string, head: Uint8Array): SourceFile {
  return {
    file: shown,
    head,
    isFound: true,
    chunks: { [Symbol.asyncIterator]: () => readInflated(path) },
    close: () => {},
  };
}

async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of chunks) {
    pieces.push(bytes);
    length += bytes.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
}

/** Undefined for an error that is not the file's. */
function whyUnreadable(error: unknown): string | undefined {
  if (isDamagedGzip(error)) return 'it is damaged gzip';
  if (error instanceof UserError) return error.message;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? undefined : `it cannot be read (${code})`;
}

/** Reads the beginning of a stream, and gives it again with the rest. */
async function beginningOf(content: AsyncIterable<Uint8Array>) {
  const chunks = content[Symbol.asyncIterator]();
  const first = await firstChunks(chunks);
  return {
    async *beginning(): AsyncGenerator<Uint8Array> {
      yield* first;
    },
    async *all(): AsyncGenerator<Uint8Array> {
      yield* first;
      yield* { [Symbol.asyncIterator]: () => chunks };
    },
  };
}

async function writeFile(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    for await (const bytes of content) {
      for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
    }
  } finally {
    closeSync(descriptor);
  }
}
