/** The exponential distribution: waiting without memory. */
import * as z from 'zod';
import { exposure } from '../estimating/exposure.ts';
import { exp, expm1, log, log1p } from '../special-functions/exact-math.ts';
import { gammaLowerOf2 } from '../special-functions/growth.ts';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { FittableFamily } from './family.ts';

export interface Exponential {
  readonly family: 'exponential';
  /** 1 ÷ rate. */
  readonly mean: number;
}

const schema = z.strictObject({
  type: z.literal('exponential'),
  rate: positiveNumber.optional(),
  mean: writtenValue.optional(),
});

export const exponential: FittableFamily<Exponential> = {
  name: 'exponential',
  summary: 'waiting without memory; give `mean` or `rate` (per second)',
  cdf: ({ mean }, x) => (x <= 0 ? 0 : -expm1(-x / mean)),
  survival: ({ mean }, x) => (x <= 0 ? 1 : exp(-x / mean)),
  quantile: ({ mean }, u) => -mean * log1p(-u),
  mean: ({ mean }) => mean,
  scaled: (parameters, factor) => ({ ...parameters, mean: parameters.mean * factor }),
  schema,
  read: (written: z.output<typeof schema>, reader) => ({
    family: 'exponential',
    mean: reader.rateOrMean(written, []),
  }),
  write: ({ mean }) => ({ type: 'exponential', mean: writtenTime(mean) }),
  fitting: {
    density: {
      logDensity: ({ mean }) => {
        const logMean = log(mean);
        return (x) => (x < 0 ? NO_DENSITY : -logMean - x / mean);
      },
      logSurvival:
        ({ mean }) =>
        (x) =>
          x <= 0 ? 0 : -x / mean,
      partialMean:
        ({ mean }) =>
        (x) =>
          mean * gammaLowerOf2(x / mean),
    },
    coordinates: {
      of: ({ mean }) => [log(mean)],
      toParameters: ([mean]) => ({ family: 'exponential', mean: exp(mean!) }),
      units: () => [1],
      shown: ({ mean }) => [{ name: 'mean', value: mean, kind: 'positive' }],
    },
    candidates: [
      {
        name: 'exponential',
        fewestEnds: 0,
        /** The time under observation ÷ the number of ends. */
        estimate(sample) {
          const mean = exposure(sample) / sample.events;
          return sample.events > 0 && mean > 0 ? { family: 'exponential', mean } : undefined;
        },
      },
    ],
  },
};
