/** The loguniform distribution: every order of magnitude between two bounds is equally likely. */
import * as z from 'zod';
import { estimateBounds } from '../estimating/bounds.ts';
import { exp, log } from '../special-functions/exact-math.ts';
import { writtenValue } from '../written/parameter-schemas.ts';
import { writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { FittableFamily } from './family.ts';

/** 0 < min ≤ max. */
export interface Loguniform {
  readonly family: 'loguniform';
  readonly min: number;
  readonly max: number;
}

const schema = z.strictObject({ type: z.literal('loguniform'), min: writtenValue, max: writtenValue });

export const loguniform: FittableFamily<Loguniform> = {
  name: 'loguniform',
  summary: 'every order of magnitude between `min` and `max` is equally likely',
  cdf: ({ min, max }, x) => {
    if (x < min) return 0;
    return x >= max ? 1 : log(x / min) / log(max / min);
  },
  survival: ({ min, max }, x) => {
    if (x < min) return 1;
    return x >= max ? 0 : log(max / x) / log(max / min);
  },
  quantile: ({ min, max }, u) => Math.min(max, Math.max(min, min * exp(u * log(max / min)))),
  mean: ({ min, max }) => (min === max ? min : (max - min) / log(max / min)),
  scaled: (parameters, factor) => ({
    ...parameters,
    min: parameters.min * factor,
    max: parameters.max * factor,
  }),
  schema,
  read: (written: z.output<typeof schema>, reader) => {
    const min = reader.positive(written.min, ['min']);
    return { family: 'loguniform', min, max: reader.above(min, written.max, ['max']) };
  },
  write: ({ min, max }) => ({ type: 'loguniform', min: writtenTime(min), max: writtenTime(max) }),
  fitting: {
    hasEdges: true,
    density: {
      logDensity: ({ min, max }) => {
        const constant = -log(log(max / min));
        return (x, logX) => (x < min || x > max ? NO_DENSITY : constant - logX);
      },
      logSurvival:
        ({ min, max }) =>
        (x) => {
          if (x <= min) return 0;
          return x >= max ? NO_DENSITY : log(log(max / x) / log(max / min));
        },
      partialMean: ({ min, max }) => {
        const logRange = log(max / min);
        return (x) => (x <= min ? 0 : (Math.min(max, x) - min) / logRange);
      },
    },
    coordinates: {
      of: ({ min, max }) => [log(min), log(max)],
      toParameters: ([min, max]) => ({ family: 'loguniform', min: exp(min!), max: exp(max!) }),
      units: ({ min, max }) => [log(max / min), log(max / min)],
      shown: ({ min, max }) => [
        { name: 'min', value: min, kind: 'lower bound' },
        { name: 'max', value: max, kind: 'upper bound' },
      ],
    },
    candidates: [
      {
        name: 'loguniform',
        fewestEnds: 20,
        /** A uniform distribution, fitted to the logarithms. Through them a bound may move past the end that it touches, which would rule that end out. */
        estimate(sample) {
          const found = estimateBounds(sample, log);
          if (!found) return undefined;
          const ends = sample.rows.filter(({ isEnded }) => isEnded);
          const [shortest, longest] = [ends[0]!.duration, ends.at(-1)!.duration];
          const [min, max] = [Math.min(exp(found.min), shortest), Math.max(exp(found.max), longest)];
          return { family: 'loguniform', min, max };
        },
      },
    ],
  },
};
