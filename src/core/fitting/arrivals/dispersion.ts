/** Tests whether arrivals are a Poisson process, by how much their counts vary between equal slices of the window. */
import type { Sample } from '../../distributions/estimating/sample.ts';

export interface Dispersion {
  /** The width of the slices, in seconds. */
  readonly width: number;
  readonly slices: number;
  /** Variance ÷ mean of the arrivals in a slice: 1 for a Poisson process, more for bursts, less for regular arrivals. */
  readonly index: number;
  /** Whether the index is inside the 95 % range of a Poisson process, 1 ± 2 √(2 ÷ slices). */
  readonly isPoisson: boolean;
}

/** Slices with fewer arrivals than this on average show only noise. */
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

/** The squared coefficient of variation of the durations that ended: 1 for an exponential distribution. */
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
