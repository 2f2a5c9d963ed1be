/** Starts a thread that fits and plays. In a bundle another file takes the place of this one: the worker is not a source there. */
import { Worker } from 'node:worker_threads';

export function startWorker(): Worker {
  return new Worker(new URL('./fit-worker.ts', import.meta.url));
}
