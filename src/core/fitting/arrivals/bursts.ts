/** Arrivals as bursts: a controller makes its pods one upon the other, and only the bursts are events of their own. */

export interface Bursts {
  /** When each burst began, in the order of time. */
  readonly starts: readonly number[];
  /** How many arrivals each has. */
  readonly sizes: readonly number[];
  /** Gaps between the arrivals of one burst. */
  readonly gaps: readonly number[];
}

/** Arrivals no further apart than this many seconds belong together: ReplicaSets and Jobs make their pods that fast. */
export const LONGEST_GAP = 2;

/** Arrivals at most `longestGap` after the one before belong to its burst. */
export function splitBursts(times: readonly number[], longestGap = LONGEST_GAP): Bursts {
  const starts: number[] = [];
  const sizes: number[] = [];
  const gaps: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    const gap = time - last;
    if (gap <= longestGap) {
      gaps.push(gap);
      sizes[sizes.length - 1]! += 1;
    } else {
      starts.push(time);
      sizes.push(1);
    }
    last = time;
  }
  return { starts, sizes, gaps };
}

/**
 * Whether bursts are there at all: more arrivals close to the one before than a Poisson process of the same number would have, by four
 * standard deviations, and at least a tenth of all.
 */
export function isBursty(times: readonly number[], window: number, longestGap = LONGEST_GAP): boolean {
  const { gaps } = splitBursts(times, longestGap);
  if (times.length < 10 || gaps.length < 0.1 * times.length) return false;
  const isClose = 1 - Math.exp((-times.length / window) * longestGap);
  const expected = times.length * isClose;
  return gaps.length > expected + 4 * Math.sqrt(expected * (1 - isClose) + 1);
}
