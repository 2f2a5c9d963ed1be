/** The lognormal distribution: what run times of real pods look like. */
import { exp, log } from '../special-functions/exact-math.ts';
import { normalCdf, normalQuantile } from '../special-functions/normal-distribution.ts';
import type { Family } from './family.ts';

/** ln X is normal with mean `mu` and standard deviation `sigma`; the median is exp(mu). */
export interface Lognormal {
  readonly family: 'lognormal';
  readonly mu: number;
  readonly sigma: number;
}

export const lognormal: Family<Lognormal> = {
  cdf: ({ mu, sigma }, x) => (x <= 0 ? 0 : normalCdf((log(x) - mu) / sigma)),
  survival: ({ mu, sigma }, x) => (x <= 0 ? 1 : normalCdf((mu - log(x)) / sigma)),
  quantile: ({ mu, sigma }, u) => exp(mu + sigma * normalQuantile(u)),
  mean: ({ mu, sigma }) => exp(mu + (sigma * sigma) / 2),
};
