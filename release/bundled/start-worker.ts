/** Starts a thread, from a file of the bundle or from the assets of a single executable. */
import { join } from 'node:path';
import { getAsset, isSea } from 'node:sea';
import { Worker } from 'node:worker_threads';

export function startWorker(name: string): Worker {
  return isSea()
    ? new Worker(getAsset('loader.cjs', 'utf8'), { eval: true, workerData: name })
    : new Worker(join(import.meta.dirname, `${name}.cjs`));
}
