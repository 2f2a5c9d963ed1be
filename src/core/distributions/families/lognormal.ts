/** The lognormal distribution: the shape that run times of real pods have. */
import * as z from 'zod';
import { estimateGaussian } from '../estimating/gaussian.ts';
import { exp, log } from '../special-functions/exact-math.ts';
import { HALF_LOG_TWO_PI } from '../special-functions/log-gamma.ts';
import { logNormalTail, normalCdf, normalQuantile } from '../special-functions/normal-distribution.ts';
import { standardNormal } from '../standard-normal.ts';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenNumber } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { FittableFamily } from './family.ts';

/** ln X is normal with mean `mu` and standard deviation `sigma`; the median is exp(mu). */
export interface Lognormal {
  readonly family: 'lognormal';
  readonly mu: number;
  readonly sigma: number;
}

const schema = z.strictObject({
  type: z.literal('lognormal'),
  mu: z.number().finite().optional(),
  sigma: positiveNumber,
  median: writtenValue.optional(),
});

export const lognormal: FittableFamily<Lognormal> = {
  name: 'lognormal',
  summary: 'the logarithm is normal; give `median` or `mu` (ln of the median in seconds)',
  cdf: ({ mu, sigma }, x) => (x <= 0 ? 0 : normalCdf((log(x) - mu) / sigma)),
  survival: ({ mu, sigma }, x) => (x <= 0 ? 1 : normalCdf((mu - log(x)) / sigma)),
  quantile: ({ mu, sigma }, u) => exp(mu + sigma * normalQuantile(u)),
  mean: ({ mu, sigma }) => exp(mu + (sigma * sigma) / 2),
  scaled: (parameters, factor) => ({ ...parameters, mu: parameters.mu + log(factor) }),
  schema,
  read: ({ mu, median, sigma }: z.output<typeof schema>, reader) => ({
    family: 'lognormal',
    mu: reader.mu(mu, median),
    sigma,
  }),
  write: ({ mu, sigma }) => ({ type: 'lognormal', mu: writtenNumber(mu), sigma: writtenNumber(sigma) }),
  fitting: {
    density: {
      logDensity: ({ mu, sigma }) => {
        const constant = -HALF_LOG_TWO_PI - log(sigma);
        return (x, logX) => {
          if (x <= 0) return NO_DENSITY;
          const z = (logX - mu) / sigma;
          return constant - logX - 0.5 * z * z;
        };
      },
      logSurvival:
        ({ mu, sigma }) =>
        (x, logX) =>
          x <= 0 ? 0 : logNormalTail((logX - mu) / sigma),
      partialMean: ({ mu, sigma }) => {
        const mean = exp(mu + 0.5 * sigma * sigma);
        return (x) => (x <= 0 ? 0 : mean * normalCdf((log(x) - mu) / sigma - sigma));
      },
    },
    coordinates: {
      of: ({ mu, sigma }) => [mu, log(sigma)],
      toParameters: ([mu, sigma]) => ({ family: 'lognormal', mu: mu!, sigma: exp(sigma!) }),
      units: ({ sigma }) => [Math.min(1, sigma), 1],
      shown: ({ mu, sigma }) => [
        { name: 'mu', value: mu, kind: 'real' },
        { name: 'sigma', value: sigma, kind: 'positive' },
      ],
    },
    candidates: [
      {
        name: 'lognormal',
        fewestEnds: 5,
        /** A normal distribution, fitted to the logarithms. */
        estimate(sample) {
          const found = estimateGaussian(sample, log);
          return found && { family: 'lognormal', mu: found.center, sigma: found.spread };
        },
      },
    ],
    quickDraw: ({ mu, sigma }, random) => {
      const normal = standardNormal(random);
      return () => exp(mu + sigma * normal());
    },
  },
};
