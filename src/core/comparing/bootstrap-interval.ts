/** States how sure a median over seeds is, by drawing the seeds again. */
import { randomStream } from '../distributions/random-stream.ts';
import { medianOf } from '../measure/median.ts';

/** Bounds of an interval that holds the median in 95 of 100 experiments. */
export type Interval = readonly [number, number];

const RESAMPLES = 2000;
const LEAST_SEEDS = 5;
const TAIL = 0.025;

/**
 * The percentile interval of the median by the bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13): the
 * values are drawn again with replacement 2,000 times. The draws depend on nothing but the number of values, so that equal values give an
 * equal interval.
 *
 * @returns undefined for fewer than five values.
 */
export function bootstrapInterval(values: readonly number[]): Interval | undefined {
  const { length } = values;
  if (length < LEAST_SEEDS) return undefined;
  const uniform = randomStream(length, 'bootstrap');
  const drawn = new Float64Array(length);
  const medians = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    for (let index = 0; index < length; index += 1) drawn[index] = values[Math.floor(uniform() * length)]!;
    medians[resample] = medianOf(drawn.sort()) ?? 0;
  }
  medians.sort();
  const last = RESAMPLES - 1;
  return [medians[Math.floor(TAIL * last)]!, medians[Math.ceil((1 - TAIL) * last)]!];
}
