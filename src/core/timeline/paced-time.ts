/** Computes the next arrival where the arrival rate changes over time. */
import type { ArrivalPace } from '../scenario/drawn-arrivals.ts';
import { NEVER } from '../time/microseconds.ts';

/** An arrival that is more than this many steps away never comes. */
const MOST_STEPS = 100_000;

/**
 * Returns a function that computes the time `gap` after `from`, where the gap passes `factor` times as fast as time does. This is the
 * inverse of the cumulative rate (Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes by thinning", 1979, section 2).
 * All times are integer microseconds. The result is NEVER where the gap never ends, as after a last step of factor 0.
 */
export function pacedTime({ every, steps }: ArrivalPace): (from: number, gap: number) => number {
  const lastStep = steps.at(-1)!;

  /** The factor at the time `at`, and the time until which it holds. */
  function pieceAt(at: number): { factor: number; until: number } {
    const round = every === undefined ? 0 : Math.floor(at / every) * every;
    const inside = at - round;
    const next = steps.findIndex((step) => step.at > inside);
    const current = next === -1 ? lastStep : steps[next - 1];
    const before = every === undefined ? 1 : lastStep.factor;
    const end = every === undefined ? Number.POSITIVE_INFINITY : round + every;
    return { factor: current?.factor ?? before, until: next === -1 ? end : round + steps[next]!.at };
  }

  return (from, gap) => {
    let [at, left] = [from, gap];
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const { factor, until } = pieceAt(at);
      const reached = factor > 0 ? at + left / factor : Number.POSITIVE_INFINITY;
      if (reached <= until && reached < Number.POSITIVE_INFINITY) return Math.min(NEVER, Math.round(reached));
      if (until === Number.POSITIVE_INFINITY) return NEVER;
      left -= (until - at) * factor;
      at = until;
    }
    return NEVER;
  };
}
