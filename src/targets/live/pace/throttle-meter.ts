/** Measures how much of the sending waited because the API server answered 429, Too Many Requests. */
import type { Microseconds } from '../../../core/time/microseconds.ts';

export interface ThrottleMeter {
  /** Sets the number of calls under way from now on. */
  underWay(now: Microseconds, calls: number): void;
  /** One of the calls under way waits until then because of a 429. */
  throttled(now: Microseconds, until: Microseconds): void;
  /** ∫ (calls that wait because of a 429 ÷ calls under way) dt up to `now`. */
  integral(now: Microseconds): Microseconds;
}

export function createThrottleMeter(): ThrottleMeter {
  /** The ends of the waits, ascending: at most one per call under way. */
  const ends: Microseconds[] = [];
  let calls = 0;
  let last = 0;
  let sum = 0;

  const hold = (until: Microseconds): void => {
    if (until <= last) return;
    if (calls > 0) sum += (until - last) * Math.min(1, ends.length / calls);
    last = until;
  };
  const advance = (now: Microseconds): void => {
    while (ends.length > 0 && ends[0]! <= now) {
      hold(ends[0]!);
      ends.shift();
    }
    hold(now);
  };

  return {
    underWay(now, count) {
      advance(now);
      calls = count;
    },
    throttled(now, until) {
      advance(now);
      if (until <= now) return;
      const later = ends.findIndex((end) => end > until);
      ends.splice(later < 0 ? ends.length : later, 0, until);
    },
    integral(now) {
      advance(now);
      return sum;
    },
  };
}
