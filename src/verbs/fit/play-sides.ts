/** Plays the sides of the comparison, on several threads where that saves time. */
import { hasThreads, onThreads } from '../../threads/on-threads.ts';
import { startWorker } from '../../threads/start-worker.ts';
import type { Piece } from './fit-worker.ts';
import { type PlayedSide, playOrFailure, type SideToPlay } from './play-side.ts';

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
  if (sides.length < 2 || pods * sides.length < WORTH_THREADS || !hasThreads()) {
    return sides.map((side, index) => {
      const played = playOrFailure(side);
      onPlayed(index + 1);
      return played;
    });
  }
  // The form of a file is a function: it stays here.
  const pieces = sides.map((side) => {
    const { form, ...scenario } = side.scenario;
    return { kind: 'side', side: { ...side, scenario: scenario as typeof side.scenario } } as const;
  });
  return onThreads<Piece, PlayedSide>({ pieces, start: () => startWorker('fit-worker'), onDone: onPlayed });
}
