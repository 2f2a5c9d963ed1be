/** Stores files in the local file system. Calls are synchronous inside, so that a file never changes between two steps. */
import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
} from 'node:fs';
import type { ReadableFile, Storage } from '../storage.ts';
import { openAppendFile } from './append-file.ts';
import { openLocalAtomicFile } from './local-atomic-file.ts';

import { unreadable } from './unreadable.ts';

/** Small enough to stay in the processor's cache, large enough that a system call costs nothing. */
const CHUNK = 256 * 1024;

export const localFiles: Storage = {
  holds: () => true,
  read: readLocalFile,
  openReadable: async (path) => openReadableFile(path),
  openAppend: (path, options) => openAppendFile(path, options),
  openAtomic: openLocalAtomicFile,
  makeFolder: async (folder) => void mkdirSync(folder, { recursive: true }),
  exists: async (path) => existsSync(path),
  list: async (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  remove: async (path) => rmSync(path, { force: true }),
};

async function* readLocalFile(path: string, end?: number): AsyncGenerator<Uint8Array> {
  if (end === 0) return;
  const options = { highWaterMark: CHUNK, ...(end === undefined ? {} : { end: end - 1 }) };
  try {
    yield* createReadStream(path, options) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreadable(error, path);
  }
}

function openReadableFile(path: string): ReadableFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw unreadable(error, path);
  }
  return {
    size: fstatSync(descriptor).size,
    async readAt(from, length) {
      const bytes = Buffer.alloc(length);
      let read = 0;
      while (read < length) {
        const more = readSync(descriptor, bytes, read, length - read, from + read);
        if (more === 0) break;
        read += more;
      }
      return bytes.subarray(0, read);
    },
    close: async () => closeSync(descriptor),
  };
}
