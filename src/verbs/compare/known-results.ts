/** Keeps the results of a comparison on disk until it is complete, so that a stopped one is not lost. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PlayedTask } from '../../core/comparing/replay-task.ts';
import { fileDigest } from '../../storage/file-digest.ts';
import { storageFor } from '../../storage/index.ts';

export interface KnownResults {
  /** By the place of the task. */
  readonly results: ReadonlyMap<number, PlayedTask>;
  add(place: number, result: PlayedTask): void;
  /** @param isOver - nothing more is kept: the file is removed. */
  close(isOver: boolean): Promise<void>;
}

/**
 * The name of the file is a digest of what is asked and of the content of every input: another question, version or input has another file.
 *
 * @throws {UserError} for an input that cannot be read, and where the folder of caches cannot be written.
 */
export async function openKnownResults(
  folder: string,
  asked: unknown,
  inputs: readonly string[],
): Promise<KnownResults> {
  const digests = await Promise.all(inputs.map(fileDigest));
  const name = createHash('sha256')
    .update(JSON.stringify([asked, digests], (_, value) => (value instanceof Map ? [...value] : value)))
    .digest('hex')
    .slice(0, 32);
  const path = join(folder, `${name}.jsonl`);
  const storage = storageFor(path);
  await storage.makeFolder(folder);
  const { results, length } = await readLines(path);
  const file = storage.openAppend(path, { after: length });
  return {
    results,
    add: (place, result) => file.append(Buffer.from(`${JSON.stringify([place, result])}\n`)),
    async close(isOver) {
      await file.sync();
      await file.close();
      if (isOver) await storage.remove(path);
    },
  };
}

/** A line that was cut when the program ended is left out. @returns `length` in bytes: up to the last whole line; undefined without a file. */
async function readLines(path: string): Promise<{ results: Map<number, PlayedTask>; length?: number }> {
  const storage = storageFor(path);
  const results = new Map<number, PlayedTask>();
  if (!(await storage.exists(path))) return { results };
  const pieces: Uint8Array[] = [];
  for await (const bytes of storage.read(path)) pieces.push(bytes);
  const content = Buffer.concat(pieces);
  const length = content.lastIndexOf('\n') + 1;
  for (const line of content.subarray(0, length).toString('utf8').split('\n')) {
    if (line === '') continue;
    const [place, result] = JSON.parse(line) as [number, PlayedTask];
    results.set(place, result);
  }
  return { results, length };
}
