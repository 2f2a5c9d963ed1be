/** The gamma distribution: a sum of exponential stages (Erlang where the shape is whole). */
import * as z from 'zod';
import { climbCoordinates } from '../estimating/climb-coordinates.ts';
import { exposure } from '../estimating/exposure.ts';
import type { Sample } from '../estimating/sample.ts';
import { digamma, trigamma } from '../special-functions/digamma.ts';
import { exp, log } from '../special-functions/exact-math.ts';
import {
  gammaLower,
  gammaLowerInverse,
  gammaUpper,
  logGammaUpper,
} from '../special-functions/incomplete-gamma.ts';
import { logGamma } from '../special-functions/log-gamma.ts';
import { standardNormal } from '../standard-normal.ts';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenNumber, writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { Coordinates, FittableFamily } from './family.ts';

/** Mean is shape × scale. */
export interface Gamma {
  readonly family: 'gamma';
  readonly shape: number;
  readonly scale: number;
}

const schema = z.strictObject({ type: z.literal('gamma'), shape: positiveNumber, scale: writtenValue });

/** ln shape and ln mean: the two estimates are independent in a complete sample. */
const coordinates: Coordinates<Gamma> = {
  of: ({ shape, scale }) => [log(shape), log(shape * scale)],
  toParameters: ([shape, mean]) => ({ family: 'gamma', shape: exp(shape!), scale: exp(mean! - shape!) }),
  units: ({ shape }) => [1, Math.min(1, 1 / Math.sqrt(shape))],
  shown: ({ shape, scale }) => [
    { name: 'shape', value: shape, kind: 'positive' },
    { name: 'scale', value: scale, kind: 'positive' },
  ],
};

export const gamma: FittableFamily<Gamma> = {
  name: 'gamma',
  summary: 'a sum of exponential stages (Erlang where `shape` is whole); the mean is `shape` × `scale`',
  cdf: ({ shape, scale }, x) => gammaLower(shape, x / scale),
  survival: ({ shape, scale }, x) => gammaUpper(shape, x / scale),
  quantile: ({ shape, scale }, u) => scale * gammaLowerInverse(shape, u),
  mean: ({ shape, scale }) => shape * scale,
  scaled: (parameters, factor) => ({ ...parameters, scale: parameters.scale * factor }),
  schema,
  read: ({ shape, scale }: z.output<typeof schema>, reader) => ({
    family: 'gamma',
    shape,
    scale: reader.positive(scale, ['scale']),
  }),
  write: ({ shape, scale }) => ({ type: 'gamma', shape: writtenNumber(shape), scale: writtenTime(scale) }),
  fitting: {
    density: {
      logDensity: ({ shape, scale }) => {
        const constant = -shape * log(scale) - logGamma(shape);
        return (x, logX) =>
          x < 0 ? NO_DENSITY : constant - x / scale + (shape === 1 ? 0 : (shape - 1) * logX);
      },
      logSurvival:
        ({ shape, scale }) =>
        (x) =>
          logGammaUpper(shape, x / scale),
      partialMean:
        ({ shape, scale }) =>
        (x) =>
          shape * scale * gammaLower(shape + 1, x / scale),
    },
    coordinates,
    candidates: [{ name: 'gamma', fewestEnds: 20, isSlowWithTails: true, estimate: estimateGamma }],
    quickDraw: ({ shape, scale }, random) => {
      const standard = standardGamma(shape < 1 ? shape + 1 : shape, random);
      if (shape >= 1) return () => scale * standard();
      return () => scale * standard() * exp(log(random()) / shape);
    },
  },
};

/**
 * One equation in the shape where every duration was observed from start to end; otherwise a search in two unknowns.
 *
 * @returns undefined where there are fewer than two ends, all ends are equal, or one of them has length 0.
 */
function estimateGamma(sample: Sample, isStart?: boolean): Gamma | undefined {
  const terms = termsOf(sample);
  if (!terms) return undefined;
  const { events, sum, logarithms, tails } = terms;
  const start = completeShape(log(sum / events) - logarithms / events);
  if (start === undefined) return undefined;
  if (tails.length === 0) return { family: 'gamma', shape: start, scale: sum / events / start };
  for (const mean of [exposure(sample) / events, sum / events]) {
    const from: Gamma = { family: 'gamma', shape: start, scale: mean / start };
    const found = climbCoordinates(coordinates, (at) => gammaLogLikelihood(terms, at), from, isStart);
    if (found) return found;
  }
  return undefined;
}

/** What the likelihood needs of a sample: two sums over the ends, and the tails one by one. */
interface Terms {
  readonly events: number;
  readonly sum: number;
  readonly logarithms: number;
  /** Cut-off durations counted positive, entries counted negative. */
  readonly tails: readonly (readonly [duration: number, count: number])[];
}

function termsOf({ rows, events }: Sample): Terms | undefined {
  let [sum, logarithms] = [0, 0];
  const tails = new Map<number, number>();
  const add = (duration: number, count: number): void => {
    tails.set(duration, (tails.get(duration) ?? 0) + count);
  };
  for (const { duration, entry, isEnded, count } of rows) {
    if (isEnded) {
      sum += count * duration;
      logarithms += count * log(duration);
    } else add(duration, count);
    if (entry > 0) add(entry, -count);
  }
  if (events < 2 || !Number.isFinite(logarithms)) return undefined;
  return { events, sum, logarithms, tails: [...tails].filter(([, count]) => count !== 0) };
}

function gammaLogLikelihood({ events, sum, logarithms, tails }: Terms, { shape, scale }: Gamma): number {
  let total = (shape - 1) * logarithms - sum / scale - events * (shape * log(scale) + logGamma(shape));
  for (const [duration, count] of tails) total += count * logGammaUpper(shape, duration / scale);
  return total;
}

/**
 * The k with ln k − ψ(k) = q, by Newton's method in 1/k from a start of Greenwood and Durand's form (Minka, "Estimating a Gamma
 * distribution", 2002).
 */
function completeShape(q: number): number | undefined {
  if (!(q > 1e-12)) return undefined;
  let shape = (3 - q + Math.sqrt((q - 3) ** 2 + 24 * q)) / (12 * q);
  for (let round = 0; round < 50; round += 1) {
    const error = log(shape) - digamma(shape) - q;
    const slope = 1 / shape - trigamma(shape);
    const next = 1 / (1 / shape + error / (shape * shape * slope));
    const isThere = Math.abs(next - shape) <= 1e-14 * shape;
    shape = next > 0 ? next : shape / 2;
    if (isThere) break;
  }
  return shape;
}

/** Draws of scale 1 for a shape of 1 or more (Marsaglia and Tsang, "A simple method for generating gamma variables", 2000). */
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
