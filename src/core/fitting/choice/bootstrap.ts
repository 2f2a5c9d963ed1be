/** Computes a valid p-value for a fit whose parameters came from the same sample: each repeat applies the same window to the draws. */

import type { Sample, Window } from '../../distributions/estimating/sample.ts';
import { type FamilyEstimate, refitter } from '../fit-family.ts';
import { knownRange, reachedCurve } from '../kaplan-meier.ts';
import { stampsOf } from '../likelihood/log-likelihood.ts';
import { distanceOf, isAsFar } from './as-far.ts';
import { repeatSample } from './repeat-sample.ts';

export interface GoodnessOfFit {
  /** The share of samples drawn from the fitted distribution that are at least as far from their own fit as this sample is from its fit. */
  readonly pValue: number;
  /** Number of samples drawn: fewer than requested where the answer was clear early. 0: the p-value is an upper bound. */
  readonly repeats: number;
}

export const REPEATS = 199;
/** After this many repeats as far away as the sample, the p-value is known well enough (Besag and Clifford, "Sequential Monte Carlo p-values", 1991). */
const ENOUGH = 10;
/** If none of this many repeats is as far away, the p-value is below 0.01, and no decision needs it more exactly. */
export const NONE_AS_FAR = 109;

/** A repeat of a larger sample takes this many of its windows. */
const LARGEST_REPEAT = 400;

/**
 * The parametric bootstrap of the distance to the Kaplan-Meier curve. Each repeat draws from the fit, conditional on each entry, cut off
 * at each limit and rounded as the sample is; refits the same family; and compares the distances. The p-value is uniform between 0 and 1
 * where the family is right (Stute, Gonzáles Manteiga and Presedo Quindimil, "Bootstrap based goodness-of-fit tests", 1993).
 *
 * For a large sample, each repeat takes 400 of its windows, drawn anew, and compares distance × √size. The distribution of that product
 * settles at far smaller sizes (to about a hundredth of itself at 400: Stephens, "EDF statistics for goodness of fit", 1974) where the curve is
 * known well. So these distances are compared only there: at the ends of a censored curve, a larger sample reaches further out and deviates
 * more.
 */
export function goodnessOfFit(
  sample: Sample,
  fit: FamilyEstimate,
  random: () => number,
  repeats = REPEATS,
  enough = ENOUGH,
  largest = LARGEST_REPEAT,
): GoodnessOfFit {
  const size = Math.min(sample.size, largest);
  const refit = refitter(fit, sample, size / sample.size);
  const range = size < sample.size ? knownRange(sample) : undefined;
  const distance = distanceOf(reachedCurve(sample, range), fit.distribution, stampsOf(sample));
  const observed = distance * Math.sqrt(sample.size / size);
  const { windows, pick } = windowsPicker(sample.windows, size, random);
  const repeatable = { ...sample, windows };
  let [done, asFar] = [0, 0];
  for (let number = 0; number < repeats; number += 1) {
    pick();
    const repeated = repeatSample(repeatable, fit.distribution, random);
    const stamps = stampsOf(repeated);
    const distribution = refit(repeated, stamps);
    if (!distribution) continue;
    done += 1;
    if (isAsFar(reachedCurve(repeated, range), distribution, stamps, observed)) asFar += 1;
    if (asFar === enough) return { pValue: asFar / done, repeats: done };
    if (asFar === 0 && done === NONE_AS_FAR) break;
  }
  return { pValue: (1 + asFar) / (1 + done), repeats: done };
}

/** Each `pick` puts other windows into the list, uniformly and without repetition: the first places of a shuffle that continues where the last one stopped (Durstenfeld, 1964). */
function windowsPicker(
  windows: readonly Window[],
  size: number,
  random: () => number,
): { readonly windows: readonly Window[]; readonly pick: () => void } {
  const [first] = windows;
  const areAlike = windows.every(({ entry, limit }) => entry === first!.entry && limit === first!.limit);
  const order = [...windows];
  const picked = order.slice(0, size);
  if (areAlike || size === windows.length) return { windows: picked, pick() {} };
  const pick = (): void => {
    for (let place = 0; place < size; place += 1) {
      const other = place + Math.floor(random() * (order.length - place));
      const window = order[other]!;
      order[other] = order[place]!;
      order[place] = window;
      picked[place] = window;
    }
  };
  return { windows: picked, pick };
}
