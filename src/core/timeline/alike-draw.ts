/** Draws the uniforms of pods whose burst runs alike: each is uniform by itself, so the distribution that they draw from stays. */
import { randomStream } from '../distributions/random-stream.ts';
import { normalCdf, normalQuantile } from '../distributions/special-functions/normal-distribution.ts';
import type { DrawnPods } from '../scenario/scenario.ts';
import type { DrawnArrival } from './draw-arrivals.ts';

const LARGEST = 1 - 2 ** -53;

/** The nearest number inside (0, 1), from which a distribution can draw. */
export function inside(uniform: number): number {
  return Math.min(LARGEST, Math.max(2 ** -53, uniform));
}

/**
 * A normal copula with one factor: Φ(√r × burst + √(1 − r) × pod), of standard normal draws for each burst and for each pod. Its normal
 * scores have the correlation r within a burst, and 0 between bursts. Undefined where each pod draws by itself.
 */
export function alikeDraw(
  { alike, name }: Pick<DrawnPods, 'alike' | 'name'>,
  seed: number,
): ((arrival: DrawnArrival) => number) | undefined {
  if (!alike) return undefined;
  const { correlation, within } = alike;
  const [ofBurst, ofPod] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const burst = randomStream(seed, name, 'alike', 'burst');
  const pod = randomStream(seed, name, 'alike', 'pod');
  let last: DrawnArrival | undefined;
  let shared = 0;
  return (arrival) => {
    const isSame =
      last &&
      (within === undefined ? arrival.burst === last.burst : Math.abs(arrival.at - last.at) <= within);
    if (!isSame) shared = normalQuantile(burst());
    last = arrival;
    return inside(normalCdf(ofBurst * shared + ofPod * normalQuantile(pod())));
  };
}
