/** Plays the sides of the comparison, on several threads where that saves time. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { UserError } from '../../core/errors/user-error.ts';
import { playSide, type SideFigures, type SideToPlay } from './play-side.ts';
import { startWorker } from './start-worker.ts';

/** `failure`: why the side cannot be played, as one sentence. */
export type PlayedSide =
  | { readonly figures: SideFigures; readonly failure?: undefined }
  | { readonly figures?: undefined; readonly failure: string };

/** Below this number of pods on all sides together, starting threads takes longer than the plays. */
const WORTH_THREADS = 4000;

/**
 * @param pods - the number of pods of one side.
 * @param onPlayed - receives the number of sides that are played.
 */
export async function playSides(
  sides: readonly SideToPlay[],
  pods: number,
  onPlayed: (done: number) => void = () => {},
): Promise<PlayedSide[]> {
  const threads = Math.min(sides.length, availableParallelism());
  if (threads < 2 || pods * sides.length < WORTH_THREADS) {
    return sides.map((side, index) => {
      const played = playHere(side);
      onPlayed(index + 1);
      return played;
    });
  }
  const results: PlayedSide[] = [];
  let [next, done] = [0, 0];
  const workers = Array.from({ length: threads }, startWorker);
  const work = async (worker: Worker): Promise<void> => {
    while (next < sides.length) {
      const index = next;
      next += 1;
      results[index] = await playedBy(worker, sides[index]!);
      done += 1;
      onPlayed(done);
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

function playedBy(worker: Worker, side: SideToPlay): Promise<PlayedSide> {
  return new Promise((resolve, reject) => {
    const end = (): void => void worker.removeAllListeners('message').removeAllListeners('error');
    worker.once('message', (played: PlayedSide) => {
      end();
      resolve(played);
    });
    worker.once('error', (error) => {
      end();
      reject(error);
    });
    // The form of a file is a function: it stays here.
    worker.postMessage({ ...side, scenario: { ...side.scenario, form: undefined } });
  });
}

function playHere(side: SideToPlay): PlayedSide {
  try {
    return { figures: playSide(side) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { failure: error.message };
  }
}
