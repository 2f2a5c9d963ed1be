/** Starts a thread. In a bundle another file takes the place of this one: the workers are not sources there. */
import { Worker } from 'node:worker_threads';

const SOURCES = {
  'fit-worker': '../verbs/fit/fit-worker.ts',
  'play-worker': '../cli/compare/play-worker.ts',
};

export function startWorker(name: keyof typeof SOURCES): Worker {
  return new Worker(new URL(SOURCES[name], import.meta.url));
}
