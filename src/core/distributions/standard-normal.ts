/** Fast draws from the standard normal distribution, where inverting the cdf would take ten times as long. */
import { log } from './special-functions/exact-math.ts';

/**
 * Marsaglia's polar method, which makes two draws at a time ("Improving the polar method for generating a pair of normal random
 * variables", 1962). It uses a varying number of uniforms a draw.
 */
export function standardNormal(random: () => number): () => number {
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const second = kept;
      kept = undefined;
      return second;
    }
    for (;;) {
      const x = 2 * random() - 1;
      const y = 2 * random() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      kept = y * factor;
      return x * factor;
    }
  };
}
