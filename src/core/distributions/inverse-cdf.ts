/** Quantiles of any distribution: the draw of one uniform is not always the inverse of the cdf (mixtures draw their phase first). */
import { cdf, type Distribution, quantile } from './families/distribution.ts';

/** The x with P(X ≤ x) = probability, 0 < probability < 1. */
export function inverseCdf(distribution: Distribution, probability: number): number {
  if (distribution.family !== 'hyperexponential') return quantile(distribution, probability);
  let [low, high] = [0, 1];
  while (cdf(distribution, high) < probability) high *= 2;
  for (let round = 0; round < 200 && high - low > 1e-13 * high; round += 1) {
    const middle = (low + high) / 2;
    if (cdf(distribution, middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}
