/** Durations as a window would have shown them, drawn with a seed, so that estimates can be held against the truth. */

import {
  type Sample,
  type SeenDuration,
  sampleOf,
} from '../../../src/core/distributions/estimating/sample.ts';
import { type Distribution, quantile } from '../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';

export interface SimulatedWindow {
  readonly distribution: Distribution;
  /** How long is watched. */
  readonly window: number;
  /** How long before the window things already began; far longer than any lifetime makes the window stationary. */
  readonly before: number;
  /** How many begin, in all. */
  readonly count: number;
  readonly seed: number;
  /** Round both stamps down to whole multiples of it. */
  readonly resolution?: number;
}

/** Begins spread evenly over `before` and the window; what ended before the window opened is not seen. */
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

/** All seen from start to end. */
export function completeSample(distribution: Distribution, count: number, seed: number): Sample {
  const random = randomStream(seed, 'complete sample');
  return sampleOf(
    Array.from({ length: count }, () => ({ duration: quantile(distribution, random()), isEnded: true })),
  );
}
