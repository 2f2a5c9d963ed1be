/** Draws when the pods of an entry arrive: gaps, paced over time, bursts, or a list of times. */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import { isListed } from '../scenario/build-arrivals.ts';
import type { DrawnArrivals, ListedArrival } from '../scenario/drawn-arrivals.ts';
import { NEVER } from '../time/microseconds.ts';
import { type Draw, drawTime, microseconds } from './draw-time.ts';
import { pacedTime } from './paced-time.ts';

/** Its name is that of its random streams. */
interface NamedArrivals extends DrawnArrivals {
  readonly name: string;
  readonly position: SourcePosition;
}

/** The start of a burst, in integer microseconds, and its size. */
interface Start {
  readonly at: number;
  readonly size: number;
}

/** The time of an arrival in integer microseconds, and the number of its burst; a pod that comes alone has a burst of its own. */
export interface DrawnArrival {
  readonly at: number;
  readonly burst: number;
}

/**
 * Each call returns the next arrival, and undefined after the last. With bursts, all arrivals of one burst come before those of the next,
 * although the next burst may begin before the last pod of this one.
 */
export function arrivalTimes(entry: NamedArrivals, seed: number): () => DrawnArrival | undefined {
  const { arrivals, jitter, until = NEVER } = entry;
  const nextStart = isListed(arrivals) ? listedStarts(arrivals) : drawnStarts(entry, arrivals, seed);
  const late = jitter ? drawTime(jitter, seed, entry.name, 'jitter') : undefined;
  const inside = entry.burst ? drawTime(entry.burst.gap, seed, entry.name, 'burst', 'gap') : () => 0;
  let [at, left, burst] = [0, 0, 0];
  return () => {
    for (;;) {
      if (left > 0) at += microseconds(inside(), entry);
      else {
        const start = nextStart();
        if (!start) return undefined;
        at = start.at + (late ? microseconds(late(), entry) : 0);
        left = start.size;
        burst += 1;
      }
      left = at < until ? left - 1 : 0;
      if (at < until) return { at, burst };
    }
  };
}

function listedStarts(arrivals: readonly ListedArrival[]): () => Start | undefined {
  const starts = arrivals.filter(({ count }) => count > 0);
  let next = 0;
  return () => {
    const start = starts[next];
    next += 1;
    return start && { at: start.at, size: start.count };
  };
}

function drawnStarts(entry: NamedArrivals, gaps: Distribution, seed: number): () => Start | undefined {
  const { burst, first, until = NEVER } = entry;
  const gap = drawTime(gaps, seed, entry.name, 'arrivals');
  const size: Draw = burst ? drawTime(burst.size, seed, entry.name, 'burst', 'size') : () => 1;
  const after = entry.pace ? pacedTime(entry.pace) : (from: number, gap: number) => from + gap;
  let next = first ? drawTime(first, seed, entry.name, 'first') : gap;
  let at = entry.start;
  return () => {
    at = after(at, microseconds(next(), entry));
    next = gap;
    if (at >= Math.min(until, NEVER)) return undefined;
    return { at, size: Math.max(1, Math.round(size())) };
  };
}
