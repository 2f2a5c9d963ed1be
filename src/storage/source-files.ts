/** Opens what a user names: files, and the wanted files in folders and archives (tar, tar.gz, zip). */
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
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
  /** Closes the files, and removes what was unpacked. */
  close(): void;
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

  async function addFolder(folder: string): Promise<void> {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const head = await headOf(readInflated(file));
      if (isWanted(head, file)) sources.push(laterSource(file, file, head));
      else skipped += 1;
    }
  }

  async function addArchive(name: string, entries: AsyncIterable<ArchiveEntry>): Promise<void> {
    unpacked ??= makeTemporaryFolder();
    for await (const { path, content } of entries) {
      const shown = `${name}/${path.replace(/^(?:\.?\/)+/, '')}`;
      const first = await beginningOf(content);
      const head = await headOf(inflated(first.beginning()));
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
    if (isTar(source.head)) await addArchive(source.file, tarEntries(source.chunks));
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
  return { sources, skipped, close };
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
  try {
    for await (const bytes of chunks) {
      pieces.push(bytes);
      length += bytes.length;
      if (length >= HEAD_BYTES) break;
    }
  } catch (error) {
    // A file that only looks like gzip, or may not be read, is not wanted.
    if (!isDamagedGzip(error) && !(error instanceof Error)) throw error;
    return new Uint8Array();
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
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
