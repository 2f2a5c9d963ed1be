/**
 * The distribution of a duration between two stamps that were both rounded down to whole ticks: it takes the values 0, 1, 2, … ticks, so
 * zeros and ties need no special treatment.
 *
 * With H(x) = ∫₀ˣ F, the stamps differ by k ticks with probability H(k + 1) − 2 H(k) + H(k − 1), because the start is uniform inside its
 * tick. They differ by at least k ticks with probability 1 − (H(k) − H(k − 1)). All values, `tick` included, are in the unit of the
 * distribution.
 */

import type { OfDuration } from '../../distributions/families/density.ts';
import {
  cdf,
  type FittedDistribution,
  fittingOf,
  type ReadyDensity,
  survival,
} from '../../distributions/families/distribution.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';

/** From this many ticks on, the density is taken as linear inside a tick: its second derivative ÷ (12 × 64²) is left out. */
const COARSE_TICKS = 64;
/** Below this probability, differences of H have lost too many digits. */
const SMALLEST_DIFFERENCE = 1e-7;

/** How the rounding of a sample enters its likelihood. */
export interface Stamps {
  readonly tick: number;
  /** Whether the durations spread over so few ticks that even long ones need the exact form. */
  readonly isNarrow: boolean;
}

/** ln P(the stamps differ by `duration`). */
export function logStampedProbability(
  density: ReadyDensity,
  duration: number,
  stamps: Stamps,
  integrals = integralsOf(density.distribution, stamps.tick),
): number {
  const { tick } = stamps;
  if (isCoarse(duration, stamps)) return density.logDensity(duration, log(duration)) + log(tick);
  const probability = difference(integrals, duration, tick);
  if (probability > SMALLEST_DIFFERENCE || (duration <= 2 * tick && probability > 0)) return log(probability);
  return logOfMean(TRIANGLE, (node) => at(density.logDensity, duration + tick * node)) + log(tick);
}

/** ln P(the stamps differ by at least `duration`): the term of a cut-off duration, or of an entry. */
export function logStampedSurvival(
  density: ReadyDensity,
  duration: number,
  stamps: Stamps,
  integrals = integralsOf(density.distribution, stamps.tick),
): number {
  if (duration <= 0) return 0;
  const { tick } = stamps;
  if (isCoarse(duration, stamps)) return at(density.logSurvival, duration - 0.5 * tick);
  const share = meanSurvival(integrals, duration, tick);
  if (share > SMALLEST_DIFFERENCE) return log(share);
  return logOfMean(LEGENDRE, (node) => at(density.logSurvival, duration - 0.5 * tick * (1 + node)));
}

/** Whether a duration is so long that the density is nearly linear inside a tick. */
export function isCoarse(duration: number, { tick, isNarrow }: Stamps): boolean {
  return !isNarrow && duration >= COARSE_TICKS * tick;
}

/** The shortest duration whose likelihood is smooth. @param stamps - undefined: times are exact. */
export function shortestSmooth(stamps: Stamps | undefined): number {
  if (!stamps) return 0;
  return stamps.isNarrow ? Number.POSITIVE_INFINITY : COARSE_TICKS * stamps.tick;
}

function at(of: OfDuration, x: number): number {
  return of(x, log(x));
}

/** P(the stamps differ by at most a duration), for many durations. */
export function stampedCdf(distribution: FittedDistribution, stamps: Stamps): (duration: number) => number {
  const { tick } = stamps;
  const integrals = integralsOf(distribution, tick);
  return (duration) => {
    if (duration < 0) return 0;
    if (isCoarse(duration, stamps)) return cdf(distribution, duration + 0.5 * tick);
    return 1 - meanSurvival(integrals, duration + tick, tick);
  };
}

/** The integrals of one distribution that rounding needs. Each whole tick is computed once: it is needed up to three times. */
export interface Integrals {
  cdf(x: number): number;
  /** H(x) = x F(x) − ∫₀ˣ t f(t) dt: keeps its digits where F is small. */
  ofCdf(x: number): number;
  /** ∫₀ˣ S = x − H(x) = x S(x) + ∫₀ˣ t f(t) dt: keeps its digits where S is small. */
  ofSurvival(x: number): number;
}

export function integralsOf(distribution: FittedDistribution, tick: number): Integrals {
  const partialMean = remembered(fittingOf(distribution).density.partialMean(distribution), tick);
  const cdfAt = remembered((x) => cdf(distribution, x), tick);
  return {
    cdf: cdfAt,
    ofCdf: (x) => (x <= 0 ? 0 : x * cdfAt(x) - partialMean(x)),
    ofSurvival: remembered((x) => (x <= 0 ? x : x * survival(distribution, x) + partialMean(x)), tick),
  };
}

/** The whole ticks start without a known value. A typed array of this length would cost an allocation outside of the heap. */
const UNKNOWN: readonly number[] = new Array(COARSE_TICKS + 2).fill(Number.NaN);

/** Remembers the values at the whole ticks of durations that are not coarse, and no others. */
function remembered(of: (x: number) => number, tick: number): (x: number) => number {
  let known: number[] | undefined;
  return (x) => {
    const ticks = Math.round(x / tick);
    if (!(ticks >= 0 && ticks < UNKNOWN.length) || ticks * tick !== x) return of(x);
    known ??= UNKNOWN.slice();
    const before = known[ticks]!;
    if (!Number.isNaN(before)) return before;
    const value = of(x);
    known[ticks] = value;
    return value;
  };
}

function difference({ cdf: cdfAt, ofCdf, ofSurvival }: Integrals, duration: number, tick: number): number {
  const [below, above] = [duration - tick, duration + tick];
  if (cdfAt(duration) < 0.5) {
    const middle = ofCdf(duration);
    return (ofCdf(above) - middle - (middle - ofCdf(below))) / tick;
  }
  const middle = ofSurvival(duration);
  return (middle - ofSurvival(below) - (ofSurvival(above) - middle)) / tick;
}

/** The mean of S over the tick before `x`. */
function meanSurvival({ ofSurvival }: Integrals, x: number, tick: number): number {
  return (ofSurvival(x) - ofSurvival(x - tick)) / tick;
}

/** Gauss's five nodes for the triangle 1 − |v| on [−1, 1], exact up to degree nine; computed with mpmath from the moments 1, 1/6, 1/15, 1/28, 1/45. */
const TRIANGLE: readonly (readonly [node: number, weight: number])[] = [
  [-0.8214405997383816, 0.05165825776549062],
  [-0.44992035245984197, 0.2394732407054574],
  [0.0, 0.41773700305810396],
  [0.44992035245984197, 0.2394732407054574],
  [0.8214405997383816, 0.05165825776549062],
];
/** The same for the even weight ½ on [−1, 1] (Gauss and Legendre). */
const LEGENDRE: readonly (readonly [node: number, weight: number])[] = [
  [-0.906179845938664, 0.11846344252809454],
  [-0.5384693101056831, 0.23931433524968324],
  [0.0, 0.28444444444444444],
  [0.5384693101056831, 0.23931433524968324],
  [0.906179845938664, 0.11846344252809454],
];

/** ln Σ weight × e^logarithm, the largest taken out first. */
function logOfMean(
  nodes: readonly (readonly [number, number])[],
  logarithmAt: (node: number) => number,
): number {
  const terms = nodes.map(([node, weight]) => ({ weight, logarithm: logarithmAt(node) }));
  const largest = terms.reduce((most, { logarithm }) => Math.max(most, logarithm), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(largest)) return largest;
  return (
    largest + log(terms.reduce((sum, { weight, logarithm }) => sum + weight * exp(logarithm - largest), 0))
  );
}
