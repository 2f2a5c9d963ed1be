/** Lifetimes as one cause would end them alone: the others cut them off, as the end of the window does. */

import { type Sample, sampleOf } from '../../distributions/estimating/sample.ts';
import { kaplanMeier, type SurvivalCurve, survivalAt, survivalQuantile } from '../kaplan-meier.ts';
import { seenLifetimes, type Watch } from './group-samples.ts';
import type { EndCause, PodHistory } from './pod-history.ts';

/** Steps of this length, modulo 1, fill the unit interval evenly however many there are. */
const GOLDEN = 0.6180339887498949;

/**
 * Latent times, one for each cause and independent, describe any ends by cause (Tsiatis, "A nonidentifiability aspect of the problem of
 * competing risks", 1975), and the law of each is found with the ends by others as censored. When another cause would have cut off a run
 * that this one ended is not seen, but a repeat of the sample needs it: it is taken from the Kaplan-Meier curve of the others, given that
 * it comes later.
 */
export function lifetimesUntil(cause: EndCause, pods: readonly PodHistory[], watch: Watch): Sample {
  const seen = seenLifetimes(pods, watch);
  const isBy = (pod: PodHistory): boolean => pod.cause === cause;
  const others = kaplanMeier(
    sampleOf(
      seen.map(({ pod, ...each }) => ({ ...each, isEnded: each.isEnded && !isBy(pod) })),
      watch.resolution,
    ),
  );
  return sampleOf(
    seen.map(({ pod, ...each }, index) => {
      if (!each.isEnded) return each;
      if (!isBy(pod)) return { ...each, isEnded: false, limit: each.duration };
      return { ...each, limit: Math.min(each.limit, laterEnd(others, each.duration, (index * GOLDEN) % 1)) };
    }),
    watch.resolution,
  );
}

/** Where the curve has come down to this share of what is left at an age; never, where it does not come down so far. */
function laterEnd(curve: SurvivalCurve, age: number, share: number): number {
  const left = survivalAt(curve, age) * share;
  return left > 0 ? (survivalQuantile(curve, 1 - left) ?? Infinity) : Infinity;
}
