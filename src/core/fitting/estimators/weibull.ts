/** The Weibull distribution by maximum likelihood: one equation in the shape, from which the scale follows. */
import type { Weibull } from '../../distributions/families/weibull.ts';
import { exp, log, pow } from '../../distributions/special-functions/exact-math.ts';
import type { Sample } from '../sample.ts';

/**
 * The shape k solves 1/k + mean of ln t over seen ends = W₁/W, where W = Σ (t^k − entry^k) and W₁ the same with ln t before each power;
 * then scale^k = W ÷ events. Newton's method between bounds. (Lawless, "Statistical Models and Methods for Lifetime Data", 2003, 5.2,
 * with the terms of entry added.) Undefined where ends are fewer than two or all alike, for then the likelihood has no bound.
 */
export function estimateWeibull(sample: Sample): Weibull | undefined {
  const terms = termsOf(sample);
  if (!terms) return undefined;
  const shape = rootOfShape(terms);
  if (shape === undefined) return undefined;
  const { total } = powerSums(terms, shape);
  return { family: 'weibull', shape, scale: exp(terms.center) * pow(total / sample.events, 1 / shape) };
}

interface Terms {
  /** Mean of ln t over seen ends: all logarithms are taken from here, so that no power overflows. */
  readonly center: number;
  readonly spread: number;
  readonly logarithms: Float64Array;
  /** How often each counts; negative for entries. */
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

/** Σ t^k, Σ t^k ln t and Σ t^k ln² t, entries taken off. */
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
