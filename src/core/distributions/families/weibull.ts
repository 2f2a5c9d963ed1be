/** The Weibull distribution: wear (shape above 1) or infant mortality (shape below 1). */
import * as z from 'zod';
import type { Sample } from '../estimating/sample.ts';
import { exp, expm1, log, log1p, pow } from '../special-functions/exact-math.ts';
import { gammaLower } from '../special-functions/incomplete-gamma.ts';
import { logGamma } from '../special-functions/log-gamma.ts';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenNumber, writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import type { FittableFamily } from './family.ts';

/** Survival is exp(−(x ÷ scale)^shape). */
export interface Weibull {
  readonly family: 'weibull';
  readonly shape: number;
  readonly scale: number;
}

const schema = z.strictObject({ type: z.literal('weibull'), shape: positiveNumber, scale: writtenValue });

export const weibull: FittableFamily<Weibull> = {
  name: 'weibull',
  summary: 'wear (`shape` above 1) or infant mortality (below 1)',
  cdf: (parameters, x) => (x <= 0 ? 0 : -expm1(-cumulativeHazard(parameters, x))),
  survival: (parameters, x) => (x <= 0 ? 1 : exp(-cumulativeHazard(parameters, x))),
  quantile: ({ shape, scale }, u) => scale * pow(-log1p(-u), 1 / shape),
  mean: ({ shape, scale }) => scale * exp(logGamma(1 + 1 / shape)),
  scaled: (parameters, factor) => ({ ...parameters, scale: parameters.scale * factor }),
  schema,
  read: ({ shape, scale }: z.output<typeof schema>, reader) => ({
    family: 'weibull',
    shape,
    scale: reader.positive(scale, ['scale']),
  }),
  write: ({ shape, scale }) => ({
    type: 'weibull',
    shape: writtenNumber(shape),
    scale: writtenTime(scale),
  }),
  fitting: {
    density: {
      logDensity: ({ shape, scale }) => {
        const [logScale, constant] = [log(scale), log(shape / scale)];
        if (shape === 1) return (x) => (x < 0 ? NO_DENSITY : constant - x / scale);
        return (x, logX) => {
          if (x < 0) return NO_DENSITY;
          const logRatio = logX - logScale;
          return constant + (shape - 1) * logRatio - exp(shape * logRatio);
        };
      },
      logSurvival: ({ shape, scale }) => {
        const logScale = log(scale);
        return (x, logX) => (x <= 0 ? 0 : -exp(shape * (logX - logScale)));
      },
      partialMean: ({ shape, scale }) => {
        const mean = scale * exp(logGamma(1 + 1 / shape));
        return (x) => (x <= 0 ? 0 : mean * gammaLower(1 + 1 / shape, pow(x / scale, shape)));
      },
    },
    coordinates: {
      of: ({ shape, scale }) => [log(shape), log(scale)],
      toParameters: ([shape, scale]) => ({ family: 'weibull', shape: exp(shape!), scale: exp(scale!) }),
      units: ({ shape }) => [1, Math.min(1, 1 / shape)],
      shown: ({ shape, scale }) => [
        { name: 'shape', value: shape, kind: 'positive' },
        { name: 'scale', value: scale, kind: 'positive' },
      ],
    },
    candidates: [{ name: 'weibull', fewestEnds: 5, estimate: estimateWeibull }],
  },
};

function cumulativeHazard({ shape, scale }: Weibull, x: number): number {
  return pow(x / scale, shape);
}

/**
 * The shape k solves 1/k + mean of ln t over the ends = W₁/W, where W = Σ (t^k − entry^k) and W₁ the same with ln t before each power;
 * then scale^k = W ÷ events. Newton's method between bounds. (Lawless, "Statistical Models and Methods for Lifetime Data", 2003, 5.2,
 * with the terms of entry added.)
 *
 * @returns undefined where there are fewer than two ends or all ends are equal: the likelihood then has no bound.
 */
function estimateWeibull(sample: Sample): Weibull | undefined {
  const terms = termsOf(sample);
  if (!terms) return undefined;
  const shape = rootOfShape(terms);
  if (shape === undefined) return undefined;
  const { total } = powerSums(terms, shape);
  return { family: 'weibull', shape, scale: exp(terms.center) * pow(total / sample.events, 1 / shape) };
}

interface Terms {
  /** Mean of ln t over the ends. It is subtracted from all logarithms, so that no power overflows. */
  readonly center: number;
  readonly spread: number;
  readonly logarithms: Float64Array;
  /** How often each logarithm counts; negative for entries. */
  readonly counts: Float64Array;
}

function termsOf({ rows, events, truncated }: Sample): Terms | undefined {
  const isLate = truncated > 0;
  const logarithms = new Float64Array(isLate ? 2 * rows.length : rows.length);
  const counts = new Float64Array(logarithms.length);
  let center = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const { duration, isEnded, count } = rows[index]!;
    const logarithm = log(duration);
    logarithms[index] = logarithm;
    counts[index] = count;
    if (isEnded) center += (count * logarithm) / events;
  }
  let variance = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const shifted = logarithms[index]! - center;
    logarithms[index] = shifted;
    if (rows[index]!.isEnded) variance += (counts[index]! * shifted * shifted) / events;
  }
  if (events < 2 || !(variance > 1e-24) || !Number.isFinite(center)) return undefined;
  if (!isLate) return { center, spread: Math.sqrt(variance), logarithms, counts };
  let length = rows.length;
  for (const { entry, count } of rows) {
    if (entry <= 0) continue;
    logarithms[length] = log(entry) - center;
    counts[length] = -count;
    length += 1;
  }
  return {
    center,
    spread: Math.sqrt(variance),
    logarithms: logarithms.subarray(0, length),
    counts: counts.subarray(0, length),
  };
}

interface PowerSums {
  readonly total: number;
  readonly first: number;
  readonly second: number;
}

/** Σ t^k, Σ t^k ln t and Σ t^k ln² t, minus the same sums over entries. */
function powerSums({ logarithms, counts }: Terms, shape: number): PowerSums {
  let [total, first, second] = [0, 0, 0];
  for (let index = 0; index < logarithms.length; index += 1) {
    const logarithm = logarithms[index]!;
    const power = counts[index]! * exp(shape * logarithm);
    total += power;
    first += power * logarithm;
    second += power * logarithm * logarithm;
  }
  return { total, first, second };
}

/** Standard deviation of ln t in a Weibull distribution of shape 1: π ÷ √6. */
const SPREAD_AT_1 = 1.2825498301618641;

function rootOfShape(terms: Terms): number | undefined {
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let shape = SPREAD_AT_1 / terms.spread;
  for (let round = 0; round < 200; round += 1) {
    const { total, first, second } = powerSums(terms, shape);
    const ratio = first / total;
    const error = 1 / shape - ratio;
    if (!Number.isFinite(error) || !(total > 0)) return undefined;
    if (error > 0) low = shape;
    else high = shape;
    const slope = -1 / (shape * shape) - (second / total - ratio * ratio);
    const newton = slope < 0 ? shape - error / slope : Number.NaN;
    const next = newton > low && newton < high ? newton : between(low, high);
    if (Math.abs(next - shape) <= 1e-14 * shape) return next;
    if (next < 1e-4 || next > 1e6) return undefined;
    shape = next;
  }
  return shape;
}

function between(low: number, high: number): number {
  if (high === Number.POSITIVE_INFINITY) return 2 * low;
  return low === 0 ? high / 2 : Math.sqrt(low * high);
}
