/** The Lomax distribution (Pareto type II): a Pareto tail for durations without a lower bound. */
import * as z from 'zod';
import { climbCoordinates } from '../estimating/climb-coordinates.ts';
import { exactLogLikelihood } from '../estimating/exact-likelihood.ts';
import { exposure } from '../estimating/exposure.ts';
import type { Sample } from '../estimating/sample.ts';
import { exp, expm1, log, log1p } from '../special-functions/exact-math.ts';
import { growth } from '../special-functions/growth.ts';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenNumber, writtenTime } from '../written/written-values.ts';
import { type Density, NO_DENSITY } from './density.ts';
import type { Coordinates, FittableFamily } from './family.ts';

/** Survival is (1 + x ÷ scale)^−shape. */
export interface Lomax {
  readonly family: 'lomax';
  readonly shape: number;
  readonly scale: number;
}

const schema = z.strictObject({ type: z.literal('lomax'), shape: positiveNumber, scale: writtenValue });

const density: Density<Lomax> = {
  logDensity: ({ shape, scale }) => {
    const constant = log(shape / scale);
    return (x) => (x < 0 ? NO_DENSITY : constant - (shape + 1) * log1p(x / scale));
  },
  logSurvival:
    ({ shape, scale }) =>
    (x) =>
      x <= 0 ? 0 : -shape * log1p(x / scale),
  partsOfDensity: ({ shape, scale }) => {
    const constant = log(shape / scale);
    return {
      added: (x) => (x < 0 ? NO_DENSITY : constant),
      factor: (x) => 1 + x / scale,
      power: -(shape + 1),
      columns(durations, added, factors) {
        for (let index = 0; index < durations.length; index += 1) {
          const x = durations[index]!;
          added[index] = x < 0 ? NO_DENSITY : constant;
          factors[index] = 1 + x / scale;
        }
      },
    };
  },
  partsOfSurvival: ({ shape, scale }) => ({
    added: () => 0,
    factor: (x) => (x <= 0 ? 1 : 1 + x / scale),
    power: -shape,
    columns(durations, added, factors) {
      for (let index = 0; index < durations.length; index += 1) {
        const x = durations[index]!;
        added[index] = 0;
        factors[index] = x <= 0 ? 1 : 1 + x / scale;
      }
    },
  }),
  partialMean:
    ({ shape, scale }) =>
    (x) => {
      if (x <= 0) return 0;
      const logRatio = log1p(x / scale);
      return shape * scale * (growth(1 - shape, logRatio) - growth(-shape, logRatio));
    },
};

/** ln shape and ln(scale ÷ shape): near the exponential distribution, the sample determines only the second well. */
const coordinates: Coordinates<Lomax> = {
  of: ({ shape, scale }) => [log(shape), log(scale / shape)],
  toParameters: ([shape, ratio]) => ({ family: 'lomax', shape: exp(shape!), scale: exp(ratio! + shape!) }),
  units: () => [1, 1],
  shown: ({ shape, scale }) => [
    { name: 'shape', value: shape, kind: 'positive' },
    { name: 'scale', value: scale, kind: 'positive' },
  ],
};

export const lomax: FittableFamily<Lomax> = {
  name: 'lomax',
  summary:
    'a Pareto tail from 0 on: survival is (1 + x ÷ `scale`)^−`shape`; the mean is infinite up to `shape` 1',
  cdf: ({ shape, scale }, x) => (x <= 0 ? 0 : -expm1(-shape * log1p(x / scale))),
  survival: ({ shape, scale }, x) => (x <= 0 ? 1 : exp(-shape * log1p(x / scale))),
  quantile: ({ shape, scale }, u) => scale * expm1(-log1p(-u) / shape),
  mean: ({ shape, scale }) => (shape > 1 ? scale / (shape - 1) : Number.POSITIVE_INFINITY),
  scaled: (parameters, factor) => ({ ...parameters, scale: parameters.scale * factor }),
  schema,
  read: ({ shape, scale }: z.output<typeof schema>, reader) => ({
    family: 'lomax',
    shape,
    scale: reader.positive(scale, ['scale']),
  }),
  write: ({ shape, scale }) => ({ type: 'lomax', shape: writtenNumber(shape), scale: writtenTime(scale) }),
  fitting: {
    density,
    coordinates,
    candidates: [{ name: 'lomax', fewestEnds: 20, isSlow: true, estimate: estimateLomax }],
  },
};

/** Scales tried, as powers of e around the mean. */
const LOWEST = -12;
const HIGHEST = 9;

/**
 * For each scale the best shape is known, so the search starts along one direction.
 *
 * @returns undefined where the tail is no heavier than exponential: the likelihood then rises towards the exponential distribution.
 */
function estimateLomax(sample: Sample, isStart?: boolean): Lomax | undefined {
  const mean = exposure(sample) / sample.events;
  if (sample.events < 2 || !(mean > 0)) return undefined;
  let best = { power: HIGHEST, value: Number.NEGATIVE_INFINITY };
  for (let power = LOWEST; power <= HIGHEST; power += 1) {
    const { value } = profile(sample, mean * exp(power));
    if (value > best.value) best = { power, value };
  }
  if (best.power === HIGHEST) return undefined;
  const scale = mean * exp(best.power);
  const start: Lomax = { family: 'lomax', shape: profile(sample, scale).shape, scale };
  return climbCoordinates(coordinates, exactLogLikelihood(sample, density), start, isStart);
}

/** The best shape for a scale, events ÷ Σ (ln(1 + t/scale) − ln(1 + entry/scale)), and the logarithm of the likelihood there. */
function profile({ rows, events }: Sample, scale: number): { shape: number; value: number } {
  let [hazard, ends] = [0, 0];
  for (const { duration, entry, isEnded, count } of rows) {
    const rise = log1p(duration / scale);
    hazard += count * (rise - (entry > 0 ? log1p(entry / scale) : 0));
    if (isEnded) ends += count * rise;
  }
  const shape = events / hazard;
  return { shape, value: events * (log(shape / scale) - 1) - ends };
}
