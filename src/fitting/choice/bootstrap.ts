/** A valid p-value for a fit whose parameters came from the same sample, with everything the window did to it repeated. */
import { type Fit, refitter } from '../estimators/fit.ts';
import { kaplanMeier } from '../kaplan-meier.ts';
import { stampsOf } from '../likelihood/log-likelihood.ts';
import type { Sample, Window } from '../sample.ts';
import { farthest } from './effect-size.ts';
import { repeatSample } from './repeat-sample.ts';

export interface GoodnessOfFit {
  /** How often a sample drawn from the fitted distribution is at least as far from its own fit as this one. */
  readonly pValue: number;
  /** Samples drawn: fewer than asked for where the answer was clear early. */
  readonly repeats: number;
}

export const REPEATS = 199;
/** After so many repeats as far away as the sample, the p-value is known well enough (Besag and Clifford, "Sequential Monte Carlo p-values", 1991). */
const ENOUGH = 10;

/** Larger samples are repeated with so many of their windows. */
const LARGEST_REPEAT = 1000;

/**
 * The parametric bootstrap of the distance to Kaplan and Meier's curve: draw from the fit, conditional on each entry, cut off at each limit
 * and rounded as the sample is; refit the same family; compare. Uniform between 0 and 1 where the family is right (Stute, Gonzáles
 * Manteiga and Presedo Quindimil, "Bootstrap based goodness-of-fit tests", 1993).
 *
 * Of a large sample each repeat takes 1,000 windows, a different draw each time, and distances are compared times the square root of the
 * size: what that product is distributed like settles at sizes far smaller (to about a thousandth at 1,000: Stephens, "EDF statistics for
 * goodness of fit", 1974).
 */
export function goodnessOfFit(
  sample: Sample,
  fit: Fit,
  random: () => number,
  repeats = REPEATS,
  enough = ENOUGH,
): GoodnessOfFit {
  const size = Math.min(sample.size, LARGEST_REPEAT);
  const refit = refitter(fit, sample, size / sample.size);
  const distance = (of: Sample, distribution: Fit['distribution']): number =>
    farthest(kaplanMeier(of), distribution, stampsOf(of)).distance * Math.sqrt(of.size);
  const observed = distance(sample, fit.distribution);
  let [done, asFar] = [0, 0];
  for (let number = 0; number < repeats; number += 1) {
    const windows = size < sample.size ? someOf(sample.windows, size, random) : sample.windows;
    const repeated = repeatSample({ ...sample, windows }, fit.distribution, random);
    const distribution = refit(repeated);
    if (!distribution) continue;
    done += 1;
    if (distance(repeated, distribution) >= observed) asFar += 1;
    if (asFar === enough) return { pValue: asFar / done, repeats: done };
  }
  return { pValue: (1 + asFar) / (1 + done), repeats: done };
}

/** Each window as likely as any other, none twice (Floyd's method: Bentley, "Programming pearls: a sample of brilliance", 1987). */
function someOf(windows: readonly Window[], size: number, random: () => number): Window[] {
  const chosen = new Set<number>();
  for (let last = windows.length - size; last < windows.length; last += 1) {
    const index = Math.floor(random() * (last + 1));
    chosen.add(chosen.has(index) ? last : index);
  }
  return [...chosen].map((index) => windows[index]!);
}
