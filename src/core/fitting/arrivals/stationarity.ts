/** Tests whether a window has one rate of arrivals throughout, and says how much the numbers of two halves of it differ by chance. */

export interface Stationarity {
  /** Whether arrivals scatter over long times as they do over short ones: then the first half of the window says something about the second. */
  readonly isStationary: boolean;
  /** Variance ÷ mean of the arrivals in a sixty-fourth of the window, and of those in long times, as the short ones and their neighbours let expect. */
  readonly dispersion: { readonly short: number; readonly long: number };
  /** The relative standard deviation, by chance, of the number in the second half ÷ that in the first. */
  readonly scatter: number;
}

const SLICES = 64;
/** Neighbours that a slice may depend on: 4 (n ÷ 100)^¼ (Newey and West, 1987; the rule of Schwert, 1989). */
const NEIGHBOURS = 4;
/** Kolmogorov's statistic exceeds this in 5 % of samples. */
const LARGEST_SUM = 1.36;

/**
 * The sums of the counts in slices against their mean stay near 0 where the rate is one, and move away where it drifts or jumps. Their scale
 * is the variance over long times: that of the slices, with the covariances of neighbours (Kwiatkowski et al., 1992). Arrivals that come in
 * bursts scatter more, and are still stationary.
 *
 * @param times - of arrivals, in any order, from 0 to `window`.
 * @returns undefined where there is less than one arrival for each slice.
 */
export function stationarity(times: readonly number[], window: number): Stationarity | undefined {
  if (times.length < SLICES) return undefined;
  const mean = times.length / SLICES;
  const around = new Float64Array(SLICES).fill(-mean);
  for (const time of times)
    around[Math.min(SLICES - 1, Math.max(0, Math.floor((time / window) * SLICES)))]! += 1;
  const variance = covariance(around, 0);
  let long = variance;
  for (let lag = 1; lag <= NEIGHBOURS; lag += 1)
    long += 2 * (1 - lag / (NEIGHBOURS + 1)) * covariance(around, lag);
  // Regular arrivals may scatter less over long times. Below a Poisson process, the estimate is noise.
  long = Math.max(long, mean);
  let [sum, farthest] = [0, 0];
  for (const each of around) {
    sum += each;
    farthest = Math.max(farthest, Math.abs(sum));
  }
  return {
    isStationary: farthest <= LARGEST_SUM * Math.sqrt(long * SLICES),
    dispersion: { short: variance / mean, long: long / mean },
    scatter: 2 * Math.sqrt(long / mean / times.length),
  };
}

function covariance(around: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < SLICES; index += 1) sum += around[index]! * around[index - lag]!;
  return sum / SLICES;
}
