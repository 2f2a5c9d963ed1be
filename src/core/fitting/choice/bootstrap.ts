/** A valid p-value for a fit whose parameters came from the same sample, with everything the window did to it repeated. */
import { type Fit, refitter } from '../estimators/fit.ts';
import { knownRange, reachedCurve } from '../kaplan-meier.ts';
import { stampsOf } from '../likelihood/log-likelihood.ts';
import type { Sample, Window } from '../sample.ts';
import { distanceOf, isAsFar } from './as-far.ts';
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
 * goodness of fit", 1974) where the curve is known well, and only there are they compared then: at the ends of a censored curve the larger
 * sample goes further out and strays further.
 */
export function goodnessOfFit(
  sample: Sample,
  fit: Fit,
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
  const pick = windowsPicker(sample.windows, size, random);
  let [done, asFar] = [0, 0];
  for (let number = 0; number < repeats; number += 1) {
    const repeated = repeatSample({ ...sample, windows: pick() }, fit.distribution, random);
    const distribution = refit(repeated);
    if (!distribution) continue;
    done += 1;
    if (isAsFar(reachedCurve(repeated, range), distribution, stampsOf(repeated), observed)) asFar += 1;
    if (asFar === enough) return { pValue: asFar / done, repeats: done };
  }
  return { pValue: (1 + asFar) / (1 + done), repeats: done };
}

/** Each window as likely as any other, none twice: the first places of a shuffle that goes on where the last one stopped (Durstenfeld, 1964). */
function windowsPicker(
  windows: readonly Window[],
  size: number,
  random: () => number,
): () => readonly Window[] {
  const [first] = windows;
  const areAlike = windows.every(({ entry, limit }) => entry === first!.entry && limit === first!.limit);
  const order = [...windows];
  const picked = order.slice(0, size);
  if (areAlike || size === windows.length) return () => picked;
  return () => {
    for (let place = 0; place < size; place += 1) {
      const other = place + Math.floor(random() * (order.length - place));
      const window = order[other]!;
      order[other] = order[place]!;
      order[place] = window;
      picked[place] = window;
    }
    return picked;
  };
}
