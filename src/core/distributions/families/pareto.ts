/** The Pareto distribution (type I): a tail so heavy that a few values hold most of the total. */
import * as z from 'zod';
import type { Sample } from '../estimating/sample.ts';
import { exp, expm1, log, log1p } from '../special-functions/exact-math.ts';
import { growth } from '../special-functions/growth.ts';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenNumber, writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { FittableFamily } from './family.ts';

/** Survival is (min ÷ x)^shape from `min` on. */
export interface Pareto {
  readonly family: 'pareto';
  readonly shape: number;
  readonly min: number;
}

const schema = z.strictObject({ type: z.literal('pareto'), shape: positiveNumber, min: writtenValue });

export const pareto: FittableFamily<Pareto> = {
  name: 'pareto',
  summary:
    'a heavy tail: survival is (`min` ÷ x)^`shape` from `min` on; the mean is infinite up to `shape` 1',
  cdf: ({ shape, min }, x) => (x <= min ? 0 : -expm1(-shape * log(x / min))),
  survival: ({ shape, min }, x) => (x <= min ? 1 : exp(-shape * log(x / min))),
  quantile: ({ shape, min }, u) => min * exp(-log1p(-u) / shape),
  mean: ({ shape, min }) => (shape > 1 ? min * (shape / (shape - 1)) : Number.POSITIVE_INFINITY),
  scaled: (parameters, factor) => ({ ...parameters, min: parameters.min * factor }),
  schema,
  read: ({ shape, min }: z.output<typeof schema>, reader) => ({
    family: 'pareto',
    shape,
    min: reader.positive(min, ['min']),
  }),
  write: ({ shape, min }) => ({ type: 'pareto', shape: writtenNumber(shape), min: writtenTime(min) }),
  fitting: {
    hasEdges: true,
    density: {
      logDensity: ({ shape, min }) => {
        const constant = log(shape) + shape * log(min);
        return (x, logX) => (x < min ? NO_DENSITY : constant - (shape + 1) * logX);
      },
      logSurvival:
        ({ shape, min }) =>
        (x) =>
          x <= min ? 0 : -shape * log(x / min),
      partialMean:
        ({ shape, min }) =>
        (x) =>
          x <= min ? 0 : shape * min * growth(1 - shape, log(x / min)),
    },
    coordinates: {
      of: ({ shape, min }) => [log(shape), log(min)],
      toParameters: ([shape, min]) => ({ family: 'pareto', shape: exp(shape!), min: exp(min!) }),
      units: () => [1, 1],
      shown: ({ shape, min }) => [
        { name: 'shape', value: shape, kind: 'positive' },
        { name: 'min', value: min, kind: 'lower bound' },
      ],
    },
    candidates: [{ name: 'pareto', fewestEnds: 20, estimate: estimatePareto }],
  },
};

/** `min` is the shortest end; shape = events ÷ Σ ln(t ÷ max(entry, min)). */
function estimatePareto({ rows, events }: Sample): Pareto | undefined {
  const min = rows.find(({ isEnded }) => isEnded)?.duration;
  if (events < 2 || min === undefined || min <= 0) return undefined;
  let sum = 0;
  for (const { duration, entry, count } of rows) {
    if (duration > min) sum += count * log(duration / Math.max(entry, min));
  }
  return sum > 0 ? { family: 'pareto', shape: events / sum, min } : undefined;
}
