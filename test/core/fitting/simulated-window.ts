/** Draws durations with a seed, as a window would show them, so that tests can compare estimates with the truth. */

import {
  type Sample,
  type SeenDuration,
  sampleOf,
} from '../../../src/core/distributions/estimating/sample.ts';
import { type Distribution, quantile } from '../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';

export interface SimulatedWindow {
  readonly distribution: Distribution;
  /** The length of the window. */
  readonly window: number;
  /** The time before the window in which durations begin; much longer than any lifetime, it makes the window stationary. */
  readonly before: number;
  /** The number of durations that begin. */
  readonly count: number;
  readonly seed: number;
  /** Both stamps are rounded down to whole multiples of this. */
  readonly resolution?: number;
}

/** Starts are uniform over `before` and the window. A duration that ended before the window opened is left out. */
export function simulateWindow({
  distribution,
  window,
  before,
  count,
  seed,
  resolution = 0,
}: SimulatedWindow): SeenDuration[] {
  const random = randomStream(seed, 'simulated window');
  const floor = (time: number): number =>
    resolution > 0 ? Math.floor(time / resolution) * resolution : time;
  const seen: SeenDuration[] = [];
  for (let number = 0; number < count; number += 1) {
    const begin = -before + random() * (before + window);
    const end = begin + quantile(distribution, random());
    if (end < 0) continue;
    const isEnded = end < window;
    const start = floor(begin);
    seen.push({
      duration: isEnded ? floor(end) - start : window - start,
      isEnded,
      entry: Math.max(0, -start),
      limit: window - start,
    });
  }
  return seen;
}

/** Every duration is observed from start to end. */
export function completeSample(distribution: Distribution, count: number, seed: number): Sample {
  const random = randomStream(seed, 'complete sample');
  return sampleOf(
    Array.from({ length: count }, () => ({ duration: quantile(distribution, random()), isEnded: true })),
  );
}
