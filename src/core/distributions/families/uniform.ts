/** The uniform distribution: every value between two bounds is equally likely. */
import * as z from 'zod';
import { estimateBounds } from '../estimating/bounds.ts';
import { log } from '../special-functions/exact-math.ts';
import { writtenValue } from '../written/parameter-schemas.ts';
import { writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { FittableFamily } from './family.ts';

export interface Uniform {
  readonly family: 'uniform';
  readonly min: number;
  readonly max: number;
}

const schema = z.strictObject({ type: z.literal('uniform'), min: writtenValue, max: writtenValue });

export const uniform: FittableFamily<Uniform> = {
  name: 'uniform',
  summary: 'every value between `min` and `max` is equally likely',
  cdf: ({ min, max }, x) => share(x - min, max - min),
  survival: ({ min, max }, x) => share(max - x, max - min),
  quantile: ({ min, max }, u) => min + u * (max - min),
  mean: ({ min, max }) => min + (max - min) / 2,
  scaled: (parameters, factor) => ({
    ...parameters,
    min: parameters.min * factor,
    max: parameters.max * factor,
  }),
  schema,
  read: (written: z.output<typeof schema>, reader) => {
    const min = reader.value(written.min, ['min']);
    return { family: 'uniform', min, max: reader.atLeast(min, written.max, ['max']) };
  },
  write: ({ min, max }) => ({ type: 'uniform', min: writtenTime(min), max: writtenTime(max) }),
  fitting: {
    hasEdges: true,
    density: {
      logDensity: ({ min, max }) => {
        const constant = -log(max - min);
        return (x) => (x < min || x > max ? NO_DENSITY : constant);
      },
      logSurvival:
        ({ min, max }) =>
        (x) => {
          if (x <= min) return 0;
          return x >= max ? NO_DENSITY : log((max - x) / (max - min));
        },
      partialMean:
        ({ min, max }) =>
        (x) => {
          const to = Math.min(max, x);
          return to <= min ? 0 : ((to - min) * (to + min)) / (2 * (max - min));
        },
    },
    coordinates: {
      of: ({ min, max }) => [min, max],
      toParameters: ([min, max]) => ({ family: 'uniform', min: min!, max: max! }),
      units: ({ min, max }) => [max - min, max - min],
      shown: ({ min, max }) => [
        { name: 'min', value: min, kind: 'lower bound' },
        { name: 'max', value: max, kind: 'upper bound' },
      ],
    },
    candidates: [
      {
        name: 'uniform',
        fewestEnds: 20,
        /** From the shortest end to the longest, or beyond the longest where cut-off durations require it. */
        estimate(sample) {
          const found = estimateBounds(sample, (value) => value);
          return found && { family: 'uniform', ...found };
        },
      },
    ],
  },
};

/** part ÷ whole inside [0, 1]; where the whole is a single point, 1 at and above that point. */
function share(part: number, whole: number): number {
  if (whole > 0) return Math.min(1, Math.max(0, part / whole));
  return part >= 0 ? 1 : 0;
}
