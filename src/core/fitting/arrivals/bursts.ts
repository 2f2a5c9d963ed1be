/** Groups arrivals into bursts: a controller creates its pods in rapid succession, and only the bursts are independent events. */

export interface Bursts {
  /** The time at which each burst began, in the order of time. */
  readonly starts: readonly number[];
  /** The number of arrivals in each burst. */
  readonly sizes: readonly number[];
  /** The gaps between arrivals inside bursts. */
  readonly gaps: readonly number[];
}

/** Arrivals at most this many seconds apart belong to one burst: ReplicaSets and Jobs create their pods that fast. */
const LONGEST_GAP = 2;

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
 * Whether arrivals come in bursts: the number of arrivals close to the one before exceeds that of a Poisson process with as many arrivals by
 * four standard deviations, and is at least a tenth of all arrivals.
 */
export function isBursty(times: readonly number[], window: number, longestGap = LONGEST_GAP): boolean {
  const { gaps } = splitBursts(times, longestGap);
  if (times.length < 10 || gaps.length < 0.1 * times.length) return false;
  const isClose = 1 - Math.exp((-times.length / window) * longestGap);
  const expected = times.length * isClose;
  return gaps.length > expected + 4 * Math.sqrt(expected * (1 - isClose) + 1);
}
