/** Reads from the times of answers how many a cluster gives per second: a busy one gives half as many in one moment as in the next. */
import type { Microseconds } from '../../../core/time/microseconds.ts';

/** Per second of wall time. */
export interface SteadyRate {
  /** Mean of the slower half of the windows: a single one may be a pause of the machine. */
  readonly slow: number;
  readonly mean: number;
  /** Of the quickest window. */
  readonly quick: number;
}

/** Long enough for 25 bindings of a scheduler with its default limits, short enough that a pause of the machine shows. */
const WINDOW: Microseconds = 500_000;

/** @param times of answers, in any order. @param from, to the moments between which they count, at least one window apart. */
export function steadyRate(times: readonly Microseconds[], from: Microseconds, to: Microseconds): SteadyRate {
  const counts = new Array<number>(Math.max(1, Math.floor((to - from) / WINDOW))).fill(0);
  for (const at of times) {
    const window = Math.floor((at - from) / WINDOW);
    if (window >= 0 && window < counts.length) counts[window]! += 1;
  }
  counts.sort((a, b) => a - b);
  const rateOf = (windows: readonly number[]): number =>
    (windows.reduce((sum, count) => sum + count, 0) / windows.length / WINDOW) * 1e6;
  return {
    slow: rateOf(counts.slice(0, Math.ceil(counts.length / 2))),
    mean: rateOf(counts),
    quick: rateOf(counts.slice(-1)),
  };
}
