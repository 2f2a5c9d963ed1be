/** Divides pieces of work among threads: each takes the next piece when it is done with the last one. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';

export interface ThreadOptions {
  /** Starts a thread that answers every piece with one message, its result. */
  readonly start: () => Worker;
  /** At most this many threads. Default: as many as this machine runs at a time. */
  readonly threads?: number | undefined;
  /** Aborted: no further piece is begun, and those under way are given up. */
  readonly signal?: AbortSignal | undefined;
}

/** Receives the number of pieces that are done, and the newest result with the place of its piece. */
type OnDone<Result> = (done: number, result: Result, place: number) => void;

/** Threads that stay for one list of pieces after the other. */
export interface Threads<Piece, Result> {
  /**
   * @returns the results in the order of the pieces; a piece that a signal has stopped has none.
   * @throws what a thread throws.
   */
  run(pieces: readonly Piece[], onDone?: OnDone<Result>): Promise<Result[]>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/** Whether this machine runs several threads at a time. */
export function hasThreads(): boolean {
  return availableParallelism() > 1;
}

/** Threads start when there are pieces for them. */
export function openThreads<Piece, Result>(options: ThreadOptions): Threads<Piece, Result> {
  const { start, threads = availableParallelism(), signal } = options;
  const workers: Worker[] = [];
  const close = async (): Promise<void> => {
    signal?.removeEventListener('abort', close);
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  };
  signal?.addEventListener('abort', close);
  return {
    async run(pieces, onDone) {
      const results: Result[] = [];
      let [next, done] = [0, 0];
      while (workers.length < Math.min(pieces.length, threads) && !signal?.aborted) workers.push(start());
      const work = async (worker: Worker): Promise<void> => {
        while (next < pieces.length && !signal?.aborted) {
          const index = next;
          next += 1;
          const result = await answer<Piece, Result>(worker, pieces[index]!);
          if (result === undefined) return;
          results[index] = result;
          done += 1;
          onDone?.(done, result, index);
        }
      };
      await Promise.all(workers.map(work));
      return results;
    },
    close,
  };
}

/** Starts threads for one list of pieces, and ends them. */
export async function onThreads<Piece, Result>(
  work: ThreadOptions & { readonly pieces: readonly Piece[]; readonly onDone?: OnDone<Result> },
): Promise<Result[]> {
  const threads = openThreads<Piece, Result>(work);
  try {
    return await threads.run(work.pieces, work.onDone);
  } finally {
    await threads.close();
  }
}

/**
 * Undefined where the thread has ended before it answered. Only its own listeners go: `terminate` waits for the end of the thread with one of
 * its own, and without it a command would end without an answer or an error.
 */
function answer<Piece, Result>(worker: Worker, piece: Piece): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', answered).off('error', failed).off('exit', ended);
    };
    const answered = (result: Result): void => {
      end();
      resolve(result);
    };
    const failed = (error: unknown): void => {
      end();
      reject(error);
    };
    const ended = (): void => {
      end();
      resolve(undefined);
    };
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(piece);
  });
}
