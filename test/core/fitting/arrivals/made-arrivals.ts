/** Arrival processes with known laws. */
import { type Distribution, quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';

export function exponential(mean: number): Distribution {
  return { family: 'exponential', mean };
}

export function uniform(seed: number): () => number {
  return randomStream(seed, 'made arrivals');
}

/** Arrivals from 0 to `window` with independent gaps. */
export function renewal(gap: Distribution, window: number, seed: number): number[] {
  const random = uniform(seed);
  const times: number[] = [];
  for (let at = quantile(gap, random()); at < window; at += quantile(gap, random())) times.push(at);
  return times;
}

/** Times as stamps show them, in order. */
export function made(times: readonly number[], resolution: number): number[] {
  return times
    .map((time) => Math.floor(time / resolution + 1e-6) * resolution)
    .sort((one, other) => one - other);
}
