/** Finds the law that the scenario draws for a fitted quantity, as charts need it: it may be another one than the tests chose. */

import { type Distribution, inverseCdf, survival } from '../../core/distributions/families/distribution.ts';
import type { GroupFit, Quantity, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import {
  type DrawnLifetime,
  drawnLifetimes,
  mixedSurvival,
} from '../../core/fitting/runs/drawn-lifetimes.ts';

export interface DrawnLaw {
  /** Such as `lognormal` or `a mix of 12`. */
  readonly name: string;
  /** P(X > time), in seconds. */
  survival(time: number): number;
  /** The time, in seconds, that this share outlasts; undefined where there is none. */
  outlastedBy(share: number): number | undefined;
}

/** Why a quantity that is fitted is not in the scenario. */
const NOT_WRITTEN: Partial<Readonly<Record<Quantity, string>>> = {
  bound: 'the scheduler decides',
  succeeded: 'lifetime and end are',
  failed: 'lifetime and end are',
  deleted: 'lifetime and end are',
};

/** @returns the law, or why the scenario has none. */
export function drawnLaw(
  { quantity, choice }: QuantityFit,
  group: GroupFit,
  isWorkload: boolean,
): DrawnLaw | string {
  const why = NOT_WRITTEN[quantity];
  if (why !== undefined) return why;
  if (isWorkload || !group.runs) return lawOf(choice.distribution);
  if (quantity === 'lifetime') return mixOf(drawnLifetimes(group));
  if (quantity !== 'running') return lawOf(choice.distribution);
  const present = group.runs.present.flatMap(({ pods, residual }) =>
    residual?.distribution ? [{ pods: pods.length, law: residual.distribution }] : [],
  );
  return present.length === 0 ? 'the lifetime is' : mixOf(present);
}

/** One distribution. */
export function lawOf(distribution: Distribution | undefined): DrawnLaw | string {
  if (!distribution) return 'no end was seen';
  return {
    name: distribution.family === 'empirical' ? 'the Kaplan-Meier curve' : distribution.family,
    survival: (time) => survival(distribution, time),
    outlastedBy(share) {
      if (share <= 0 || share >= 1) return undefined;
      const time = inverseCdf(distribution, 1 - share);
      return Number.isFinite(time) ? time : undefined;
    },
  };
}

function mixOf(parts: readonly DrawnLifetime[]): DrawnLaw | string {
  const [first] = parts;
  if (!first || parts.every(({ law, beyond }) => law === first.law && beyond === undefined))
    return lawOf(first?.law);
  const left = (time: number): number => mixedSurvival(parts, time);
  return {
    name: `a mix of ${parts.length}`,
    survival: left,
    outlastedBy: (share) => (share <= 0 || share >= 1 ? undefined : firstBelow(left, share)),
  };
}

const LONGEST = 1e12;
/** Halvings: more than the digits of a double. */
const ROUNDS = 60;

/** The first time at which a falling curve is no more than the share. */
function firstBelow(curve: (time: number) => number, share: number): number | undefined {
  let high = 1;
  while (curve(high) > share) {
    high *= 2;
    if (high > LONGEST) return undefined;
  }
  let low = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const middle = (low + high) / 2;
    if (curve(middle) > share) low = middle;
    else high = middle;
  }
  return high;
}
