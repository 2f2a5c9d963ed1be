/** Draws when the pods of an entry arrive: gaps, paced over time, and bursts. */

import type { DrawnPods } from '../scenario/scenario.ts';
import { NEVER } from '../time/microseconds.ts';
import { drawTime, microseconds } from './draw-time.ts';
import { pacedTime } from './paced-time.ts';

/**
 * Each call returns the time of the next arrival, and undefined from `until` on. With bursts, all arrivals of one burst come before those of
 * the next, although the next burst may begin before the last pod of this one.
 */
export function arrivalTimes(entry: DrawnPods, seed: number): () => number | undefined {
  const { arrivals, burst, until = NEVER } = entry;
  const gap = drawTime(arrivals, seed, entry.name, 'arrivals');
  const size = burst ? drawTime(burst.size, seed, entry.name, 'burst', 'size') : () => 1;
  const inside = burst ? drawTime(burst.gap, seed, entry.name, 'burst', 'gap') : () => 0;
  const after = entry.pace ? pacedTime(entry.pace) : (from: number, gap: number) => from + gap;
  let [start, at, left] = [entry.start, entry.start, 0];
  return () => {
    for (;;) {
      if (left > 0) at += microseconds(inside(), entry);
      else {
        start = after(start, microseconds(gap(), entry));
        at = start;
        left = Math.max(1, Math.round(size()));
        if (start >= Math.min(until, NEVER)) return undefined;
      }
      left = at < until ? left - 1 : 0;
      if (at < until) return at;
    }
  };
}
