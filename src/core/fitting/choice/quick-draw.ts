/** Draws for the many repeats of a bootstrap: as many uniforms as it takes, where inverting the cdf would take ten times as long. */

import type { FittedDistribution } from '../../distributions/density.ts';
import { quantile } from '../../distributions/families/distribution.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';

/** A function that draws from the distribution. */
export function quickDraw(distribution: FittedDistribution, random: () => number): () => number {
  switch (distribution.family) {
    case 'lognormal': {
      const { mu, sigma } = distribution;
      const normal = standardNormal(random);
      return () => exp(mu + sigma * normal());
    }
    case 'gamma': {
      const { shape, scale } = distribution;
      const standard = standardGamma(shape < 1 ? shape + 1 : shape, random);
      if (shape >= 1) return () => scale * standard();
      return () => scale * standard() * exp(log(random()) / shape);
    }
    default:
      return () => quantile(distribution, random());
  }
}

/** Marsaglia's polar method ("Improving the polar method for generating a pair of normal random variables", 1962): two at a time. */
function standardNormal(random: () => number): () => number {
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

/** Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; shape 1 or more. */
function standardGamma(shape: number, random: () => number): () => number {
  const normal = standardNormal(random);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return () => {
    for (;;) {
      const x = normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      if (log(random()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
    }
  };
}
