/** The gamma distribution by maximum likelihood: in one unknown where every duration was seen from start to end, else in two. */
import type { Gamma } from '../../distributions/families/gamma.ts';
import { digamma, trigamma } from '../../distributions/special-functions/digamma.ts';
import { log } from '../../distributions/special-functions/exact-math.ts';
import { logGammaUpper } from '../../distributions/special-functions/incomplete-gamma.ts';
import { logGamma } from '../../distributions/special-functions/log-gamma.ts';
import type { Sample } from '../sample.ts';
import { coordinatesOf } from './coordinates.ts';
import { exposure } from './exponential.ts';
import { maximize } from './maximize.ts';

/** Undefined where ends are fewer than two or all alike, or include one of length 0. */
export function estimateGamma(sample: Sample): Gamma | undefined {
  const terms = termsOf(sample);
  if (!terms) return undefined;
  const { events, sum, logarithms, tails } = terms;
  const start = completeShape(log(sum / events) - logarithms / events);
  if (start === undefined) return undefined;
  if (tails.length === 0) return { family: 'gamma', shape: start, scale: sum / events / start };
  const coordinates = coordinatesOf('gamma');
  const objective = (at: readonly number[]): number =>
    gammaLogLikelihood(terms, coordinates.toParameters(at) as Gamma);
  for (const mean of [exposure(sample) / events, sum / events]) {
    const from: Gamma = { family: 'gamma', shape: start, scale: mean / start };
    const found = maximize(objective, coordinates.of(from), coordinates.units(from));
    if (found) return coordinates.toParameters(found.at) as Gamma;
  }
  return undefined;
}

/** Enough of a sample for its likelihood: ends only through two sums. */
interface Terms {
  readonly events: number;
  readonly sum: number;
  readonly logarithms: number;
  /** Censored durations, counted positive, and entries, counted negative. */
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
 * The k with ln k − ψ(k) = q, by Newton's method in 1/k from Greenwood and Durand's kind of start (Minka, "Estimating a Gamma
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
