/** Divides pieces of work among threads: each takes the next piece when it is done with the last one. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Piece } from './fit-worker.ts';
import { startWorker } from './start-worker.ts';

/** Whether this machine runs several threads at a time. */
export function hasThreads(): boolean {
  return availableParallelism() > 1;
}

/**
 * @param pieces - of one kind.
 * @param onDone - receives the number of pieces that are done.
 * @returns the results in the order of the pieces.
 * @throws what a thread throws. All threads have ended then.
 */
export async function onThreads<Result>(
  pieces: readonly Piece[],
  onDone: (done: number) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  let [next, done] = [0, 0];
  const threads = Math.min(pieces.length, availableParallelism());
  const workers = Array.from({ length: threads }, startWorker);
  const work = async (worker: Worker): Promise<void> => {
    while (next < pieces.length) {
      const index = next;
      next += 1;
      results[index] = await answer<Result>(worker, pieces[index]!);
      done += 1;
      onDone(done);
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

function answer<Result>(worker: Worker, piece: Piece): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = (): void => void worker.removeAllListeners('message').removeAllListeners('error');
    worker.once('message', (result: Result) => {
      end();
      resolve(result);
    });
    worker.once('error', (error) => {
      end();
      reject(error);
    });
    worker.postMessage(piece);
  });
}
