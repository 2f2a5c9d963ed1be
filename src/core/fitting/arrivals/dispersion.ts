/** Whether arrivals are Poisson: as scattered over equal slices of the window as chance alone would scatter them. */
import type { Sample } from '../../distributions/estimating/sample.ts';

export interface Dispersion {
  /** Width of the slices. */
  readonly width: number;
  readonly slices: number;
  /** Variance ÷ mean of the numbers of arrivals in the slices: 1 for a Poisson process, more for bursts, less for regular ones. */
  readonly index: number;
  /** Whether the index is within what a Poisson process shows 95 % of the time, 1 ± 2 √(2 ÷ slices). */
  readonly isPoisson: boolean;
}

/** Slices that hold fewer arrivals than this on average tell nothing but noise. */
const FEWEST_PER_SLICE = 2;
const FEWEST_SLICES = 10;

/**
 * The index of dispersion of counts at each width for which the window has at least ten slices and two arrivals a slice (Cox and Lewis,
 * "The Statistical Analysis of Series of Events", 1966).
 *
 * @param times - of arrivals, in the order of time.
 * @param window - from 0 to its length, in the unit of the times.
 */
export function dispersion(
  times: readonly number[],
  window: number,
  widths: readonly number[],
): Dispersion[] {
  return widths.flatMap((width) => {
    const slices = Math.floor(window / width);
    if (slices < FEWEST_SLICES || times.length < FEWEST_PER_SLICE * slices) return [];
    const counts = new Float64Array(slices);
    for (const time of times) {
      const slice = Math.floor(time / width);
      if (slice >= 0 && slice < slices) counts[slice]! += 1;
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / slices;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (slices - 1);
    const index = variance / mean;
    return [{ width, slices, index, isPoisson: Math.abs(index - 1) <= 2 * Math.sqrt(2 / slices) }];
  });
}

/** Squared coefficient of variation of seen ends: 1 for an exponential distribution. */
export function squaredVariation({ rows, events }: Sample): number {
  let [sum, squares] = [0, 0];
  for (const { duration, isEnded, count } of rows) {
    if (!isEnded) continue;
    sum += count * duration;
    squares += count * duration * duration;
  }
  const mean = sum / events;
  return squares / events / (mean * mean) - 1;
}
