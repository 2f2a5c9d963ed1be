/** A storage in memory for paths that start with `memory:`. It answers late, as a remote storage does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../src/core/errors/user-error.ts';
import type { Storage } from '../../src/storage/storage.ts';

export interface MemoryStorage extends Storage {
  readonly files: Map<string, Uint8Array>;
}

const SCHEME = 'memory:';
/** Milliseconds of each answer. */
const DELAY = 1;
/** Bytes; small, so that readers see many chunks. */
const CHUNK = 1_000;

export function createMemoryStorage(): MemoryStorage {
  const files = new Map<string, Uint8Array>();

  async function contentOf(path: string): Promise<Uint8Array> {
    await sleep(DELAY);
    const content = files.get(path);
    if (content === undefined) throw new UserError(`there is no file ${path}`, { next: 'try again' });
    return content;
  }

  return {
    files,
    holds: (path) => path.startsWith(SCHEME),
    async *read(path, end) {
      const content = (await contentOf(path)).subarray(0, end);
      for (let from = 0; from < content.length; from += CHUNK) yield content.subarray(from, from + CHUNK);
    },
    async openReadable(path) {
      const content = await contentOf(path);
      return {
        size: content.length,
        async readAt(from, length) {
          await sleep(DELAY);
          return content.subarray(from, from + length);
        },
        async close() {},
      };
    },
    openAppend(path, { after, overwrite = false } = {}) {
      const kept = after === undefined ? new Uint8Array() : files.get(path)!.slice(0, after);
      const isTaken = after === undefined && !overwrite && files.has(path);
      const held: Uint8Array[] = [kept];
      return {
        append: (bytes) => void held.push(bytes),
        async sync() {
          const content = Buffer.concat(held);
          await sleep(DELAY);
          if (isTaken) throw new UserError(`${path} already exists`, { next: 'try again' });
          files.set(path, content);
        },
        async close() {},
      };
    },
    openAtomic(path, { overwrite = true } = {}) {
      const held: Uint8Array[] = [];
      return {
        write: (content) => void held.push(Buffer.from(content as Uint8Array)),
        async commit() {
          await sleep(DELAY);
          if (!overwrite && files.has(path))
            throw new UserError(`${path} already exists`, { next: 'try again' });
          files.set(path, Buffer.concat(held));
        },
        discard() {},
      };
    },
    async makeFolder() {},
    async exists(path) {
      await sleep(DELAY);
      return files.has(path);
    },
    async list(folder) {
      await sleep(DELAY);
      const names = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
      return names.map((path) => path.slice(folder.length + 1));
    },
    async remove(path) {
      await sleep(DELAY);
      files.delete(path);
    },
  };
}
