/** Makes the samples of a group's arrivals: the gaps between arrivals or bursts, and the sizes of bursts. */

import { type Sample, sampleOf } from '../../distributions/estimating/sample.ts';
import type { Watch } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { isBursty, splitBursts } from './bursts.ts';
import { evened, type RateProfile, rateProfileOf } from './rate-profile.ts';

/** When the pods of the window were created, in the order of time. */
export function createdTimes(pods: readonly PodHistory[]): number[] {
  return pods
    .filter(({ wasThere }) => !wasThere)
    .map(({ created }) => created)
    .sort((one, other) => one - other);
}

export interface ArrivalSamples {
  /** The rate of arrivals over time; one step where it is constant. */
  readonly rateProfile: RateProfile;
  /** From one arrival or burst to the next, transformed to a constant rate; the end of the window cuts off the last gap. */
  readonly gaps: Sample;
  readonly burst: { readonly sizes: readonly number[]; readonly gaps: Sample } | undefined;
}

/**
 * The first gap begins when the window opens.
 *
 * @param times - of arrivals, in the order of time, in seconds.
 */
export function arrivalSamples(times: readonly number[], { window, resolution }: Watch): ArrivalSamples {
  if (!isBursty(times, window)) {
    const rateProfile = rateProfileOf(times, window);
    return {
      rateProfile,
      gaps: gapsOf(times, rateProfile, window, resolution),
      burst: undefined,
    };
  }
  const { starts, sizes, gaps } = splitBursts(times);
  const rateProfile = rateProfileOf(starts, window);
  return {
    rateProfile,
    gaps: gapsOf(starts, rateProfile, window, resolution),
    burst: {
      sizes,
      gaps: sampleOf(
        gaps.map((duration) => ({ duration, isEnded: true })),
        resolution,
      ),
    },
  };
}

function gapsOf(times: readonly number[], profile: RateProfile, window: number, resolution: number): Sample {
  const all = evened([...times, window], profile);
  const end = all.pop()!;
  const gaps = all.map((time, index) => ({
    duration: time - (all[index - 1] ?? 0),
    isEnded: true,
  }));
  const rest = end - (all.at(-1) ?? 0);
  return sampleOf([...gaps, { duration: rest, isEnded: false, limit: rest }], resolution);
}
