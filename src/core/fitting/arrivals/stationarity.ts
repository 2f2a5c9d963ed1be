/** Tests whether a window has one rate of arrivals throughout, and says how much the sums of two halves of it differ by chance. */
import { extrapolatedFactor } from './allan-factor.ts';

export interface Stationarity {
  /** Whether arrivals scatter over long times as they do over short ones: then the first half of the window says something about the second. */
  readonly isStationary: boolean;
  /** The variance of arrivals ÷ that of independent ones: in a sixty-fourth of the window, and in half of it as shorter times let expect. */
  readonly dispersion: { readonly short: number; readonly long: number };
  /** The relative standard deviation, by chance, of the sum in the second half ÷ that in the first. */
  readonly scatter: number;
}

/** An arrival, and what it brings: 1 where arrivals are counted. */
export interface WeighedArrival {
  readonly at: number;
  readonly weight: number;
}

const SLICES = 64;
/** Neighbours that a slice may depend on: 4 (n ÷ 100)^¼ (Newey and West, 1987; the rule of Schwert, 1989). */
const NEIGHBOURS = 4;
/** Kolmogorov's statistic exceeds this in 5 % of samples. */
const LARGEST_SUM = 1.36;

/**
 * The sums of the weights in slices against their mean stay near 0 where the rate is one, and move away where it drifts or jumps. Their scale
 * is the variance over long times: that of the slices, with the covariances of neighbours (Kwiatkowski et al., 1992). Arrivals that come in
 * bursts scatter more, and are still stationary. Where the variance still rises with the length of time, as with long-range dependence, it
 * is extrapolated to half the window.
 *
 * @param arrivals - in any order, from 0 to `window`.
 * @returns undefined where there is less than one arrival for each slice, or no weight.
 */
export function stationarity(arrivals: readonly WeighedArrival[], window: number): Stationarity | undefined {
  if (arrivals.length < SLICES) return undefined;
  const around = new Float64Array(SLICES);
  let [sum, squares] = [0, 0];
  for (const { at, weight } of arrivals) {
    around[Math.min(SLICES - 1, Math.max(0, Math.floor((at / window) * SLICES)))]! += weight;
    sum += weight;
    squares += weight * weight;
  }
  if (!(sum > 0)) return undefined;
  for (let index = 0; index < SLICES; index += 1) around[index]! -= sum / SLICES;
  // Regular arrivals may scatter less than independent ones. Below these, the estimate is noise.
  const independent = squares / SLICES;
  const variance = covariance(around, 0);
  let long = variance;
  for (let lag = 1; lag <= NEIGHBOURS; lag += 1)
    long += 2 * (1 - lag / (NEIGHBOURS + 1)) * covariance(around, lag);
  long = Math.max(long, independent);
  let [reached, farthest] = [0, 0];
  for (const each of around) {
    reached += each;
    farthest = Math.max(farthest, Math.abs(reached));
  }
  const ofHalves = Math.max(long, extrapolatedFactor(around)) / independent;
  return {
    isStationary: farthest <= LARGEST_SUM * Math.sqrt(long * SLICES),
    dispersion: { short: variance / independent, long: ofHalves },
    scatter: (2 * Math.sqrt(ofHalves * squares)) / sum,
  };
}

function covariance(around: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < SLICES; index += 1) sum += around[index]! * around[index - lag]!;
  return sum / SLICES;
}
