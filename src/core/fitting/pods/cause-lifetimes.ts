/** Makes the sample of lifetimes until one cause: other causes cut lifetimes off, as the end of the window does. */

import { type Sample, sampleOf } from '../../distributions/estimating/sample.ts';
import { kaplanMeier, type SurvivalCurve, survivalAt, survivalQuantile } from '../kaplan-meier.ts';
import type { EndCause } from './end-cause.ts';
import { seenLifetimes, type Watch } from './group-samples.ts';
import type { PodHistory } from './pod-history.ts';

/** Steps of this length, modulo 1, fill the unit interval evenly for any number of steps. */
const GOLDEN = 0.6180339887498949;

/**
 * Independent latent times, one for each cause, describe any set of ends by cause (Tsiatis, "A nonidentifiability aspect of the problem of
 * competing risks", 1975). The distribution of each is estimated with the ends by other causes as cut-off durations. A repeat of the sample
 * also needs the time at which another cause would have cut off a run that this cause ended. It is not observed, so it comes from the
 * Kaplan-Meier curve of the other causes, conditional on a later time.
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

/** The time at which the curve falls to `share` × its value at `age`; infinity where it does not fall so far. */
function laterEnd(curve: SurvivalCurve, age: number, share: number): number {
  const left = survivalAt(curve, age) * share;
  return left > 0 ? (survivalQuantile(curve, 1 - left) ?? Infinity) : Infinity;
}
