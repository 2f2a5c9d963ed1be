/** Decides by bisection whether a fit is as far from a curve as another fit was: both only rise, so most steps need no evaluation. */

import type { FittedDistribution } from '../../distributions/families/distribution.ts';
import { cdf } from '../../distributions/families/distribution.ts';
import type { ReachedCurve } from '../kaplan-meier.ts';
import { type Stamps, stampedCdf } from '../likelihood/stamped.ts';

/** The most that rounding adds to a difference of two probabilities. */
const ROUNDING = 1e-12;

/**
 * Whether sup |F − curve| ≥ `distance`, with the same supremum as {@link farthest}. Between two steps at which F is known, F is nowhere
 * further from the curve than its upper end is from the curve's lower end, or the other way round. So about fifty of a thousand steps are
 * evaluated.
 */
export function isAsFar(
  { from, times, reached }: ReachedCurve,
  distribution: FittedDistribution,
  stamps: Stamps | undefined,
  distance: number,
): boolean {
  const fitted = conditional(from, distribution, stamps);
  const curveAt = (index: number): number => (index < 0 ? 0 : reached[index]!);
  /** Whether a step between two steps with known fitted values is as far. */
  const isAnyBetween = (low: number, lowest: number, high: number, highest: number): boolean => {
    if (high - low < 2) return false;
    const most = Math.max(highest - curveAt(low), curveAt(high - 1) - lowest);
    if (most < distance - ROUNDING) return false;
    const middle = (low + high) >>> 1;
    const here = fitted(times[middle]!);
    const before = stamps ? fitted(times[middle]! - stamps.tick) : here;
    if (Math.abs(curveAt(middle) - here) >= distance) return true;
    if (Math.abs(curveAt(middle - 1) - before) >= distance) return true;
    return isAnyBetween(low, lowest, middle, here) || isAnyBetween(middle, here, high, highest);
  };
  return isAnyBetween(-1, 0, times.length, 1);
}

/** The supremum itself. */
export function distanceOf(
  { from, times, reached }: ReachedCurve,
  distribution: FittedDistribution,
  stamps: Stamps | undefined,
): number {
  const fitted = conditional(from, distribution, stamps);
  let [distance, before] = [0, 0];
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index]!;
    const here = fitted(time);
    const earlier = stamps ? fitted(time - stamps.tick) : here;
    distance = Math.max(distance, Math.abs(reached[index]! - here), Math.abs(before - earlier));
    before = reached[index]!;
  }
  return distance;
}

/** P(X ≤ time | X > from). */
function conditional(
  from: number,
  distribution: FittedDistribution,
  stamps: Stamps | undefined,
): (time: number) => number {
  const upTo = stamps ? stampedCdf(distribution, stamps) : (time: number) => cdf(distribution, time);
  const start = from > 0 || stamps ? upTo(from) : 0;
  return (time) => (upTo(time) - start) / (1 - start);
}
