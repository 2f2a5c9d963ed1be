/** Fits the normal distribution to transformed durations, in coordinates in which a censored likelihood has only one maximum. */
import { log } from '../special-functions/exact-math.ts';
import { logNormalTail, normalExcess, normalHazard } from '../special-functions/normal-distribution.ts';
import type { Sample } from './sample.ts';

interface Tail {
  readonly value: number;
  /** Positive for durations that lasted longer than `value`, negative for durations that are recorded only because they did. */
  readonly count: number;
}

/** The sample as the likelihood needs it, standardised by the mean and the standard deviation of the ends. */
interface Terms {
  readonly center: number;
  readonly scale: number;
  readonly events: number;
  readonly sum: number;
  readonly squares: number;
  readonly tails: readonly Tail[];
}

/**
 * @param transform - the identity for the normal distribution, the logarithm for the lognormal. Every duration counts as longer than
 *   transform(0).
 * @returns the mean and the standard deviation of the transformed durations; undefined where there are fewer than two ends, all ends are
 *   equal, or the likelihood has no maximum.
 */
export function estimateGaussian(
  sample: Sample,
  transform: (value: number) => number,
): { center: number; spread: number } | undefined {
  const terms = termsOf(sample, transform);
  if (!terms) return undefined;
  const { center, scale, tails } = terms;
  if (tails.length === 0) return { center, spread: scale };
  const found = climb(terms);
  return (
    found && { center: center + (scale * found.ratio) / found.precision, spread: scale / found.precision }
  );
}

function termsOf({ rows, events }: Sample, transform: (value: number) => number): Terms | undefined {
  const values = new Float64Array(rows.length);
  let [center, variance] = [0, 0];
  for (let index = 0; index < rows.length; index += 1) {
    const { duration, isEnded, count } = rows[index]!;
    const value = transform(duration);
    values[index] = value;
    if (isEnded) center += (count * value) / events;
  }
  for (let index = 0; index < rows.length; index += 1) {
    const { isEnded, count } = rows[index]!;
    const shifted = values[index]! - center;
    if (isEnded) variance += (count * shifted * shifted) / events;
  }
  if (events < 2 || !Number.isFinite(center) || !(variance > 1e-24 * center * center)) return undefined;
  const scale = Math.sqrt(variance);
  const tails = new Map<number, number>();
  const add = (transformed: number, count: number): void => {
    const value = (transformed - center) / scale;
    if (value > -FAR_BELOW) tails.set(value, (tails.get(value) ?? 0) + count);
  };
  let fromStart = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const { entry, isEnded, count } = rows[index]!;
    if (!isEnded) add(values[index]!, count);
    if (entry > 0) add(transform(entry), -count);
    else fromStart += count;
  }
  if (fromStart > 0) add(transform(0), -fromStart);
  const relevant = [...tails].map(([value, count]) => ({ value, count })).filter(({ count }) => count !== 0);
  return { center, scale, events, sum: 0, squares: events, tails: relevant };
}

/** At this many standard deviations below the mean, ln(1 − Φ) is 0 to the last digit. */
const FAR_BELOW = 40;

interface Point {
  /** Mean ÷ standard deviation. */
  readonly ratio: number;
  /** 1 ÷ standard deviation. */
  readonly precision: number;
}

/** A shorter step is taken without a check that it leads upwards: rounding would hide the difference. */
const NEAR = 1e-3;

/**
 * Newton's method in Olsen's coordinates ("Note on the uniqueness of the maximum likelihood estimator for the Tobit model", 1978), where
 * ends and censored durations make the likelihood concave. Entries make it convex, so steps are halved until they lead upwards.
 */
function climb(terms: Terms): Point | undefined {
  let at: Point = { ratio: 0, precision: 1 };
  /** Undefined where it was not needed yet: short steps are taken without it. */
  let value: number | undefined;
  let lastLength = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 500; round += 1) {
    const step = newtonStep(terms, at);
    const length = Math.max(Math.abs(step.ratio), Math.abs(step.precision) / at.precision);
    if (!Number.isFinite(length) || at.precision < 1e-3) return undefined;
    if (length < NEAR) {
      if (length < 1e-14 || length >= 0.5 * lastLength) return at;
      at = moved(at, step, 1);
      value = undefined;
      lastLength = length;
      continue;
    }
    value ??= logLikelihood(terms, at);
    let share = 1;
    let next = moved(at, step, share);
    let reached = logLikelihood(terms, next);
    while (!(reached > value) && share > 1e-10) {
      share /= 2;
      next = moved(at, step, share);
      reached = logLikelihood(terms, next);
    }
    if (!(reached > value)) return undefined;
    at = next;
    value = reached;
  }
  return undefined;
}

function moved({ ratio, precision }: Point, step: Point, share: number): Point {
  return { ratio: ratio + share * step.ratio, precision: precision + share * step.precision };
}

function logLikelihood({ events, sum, squares, tails }: Terms, { ratio, precision }: Point): number {
  if (!(precision > 0)) return Number.NEGATIVE_INFINITY;
  const residuals = precision * precision * squares - 2 * precision * ratio * sum + events * ratio * ratio;
  let total = events * log(precision) - 0.5 * residuals;
  for (const { value, count } of tails) total += count * logNormalTail(precision * value - ratio);
  return total;
}

function newtonStep({ events, sum, squares, tails }: Terms, { ratio, precision }: Point): Point {
  let slopeOfRatio = precision * sum - events * ratio;
  let slopeOfPrecision = events / precision - precision * squares + ratio * sum;
  /** Minus the second derivatives: of the ends alone, and of all terms. */
  const ends = { rr: events, rp: -sum, pp: events / (precision * precision) + squares };
  const all = { ...ends };
  for (const { value, count } of tails) {
    const z = precision * value - ratio;
    const hazard = count * normalHazard(z);
    const bend = hazard * normalExcess(z);
    slopeOfRatio += hazard;
    slopeOfPrecision -= hazard * value;
    all.rr += bend;
    all.rp -= bend * value;
    all.pp += bend * value * value;
  }
  const { rr, rp, pp } = all.rr > 0 && all.rr * all.pp > all.rp * all.rp ? all : ends;
  const determinant = rr * pp - rp * rp;
  return {
    ratio: (pp * slopeOfRatio - rp * slopeOfPrecision) / determinant,
    precision: (rr * slopeOfPrecision - rp * slopeOfRatio) / determinant,
  };
}
