/** Makes the samples of one group: lifetimes and phase delays, with cut-off ends, late entries and rounding. */

import { inTicks, type Sample, type SeenDuration, sampleOf } from '../../distributions/estimating/sample.ts';
import { type EndCause, isCutOff } from './end-cause.ts';
import type { PodHistory } from './pod-history.ts';

/** The length of the observation and the resolution of its clock, in seconds. */
export interface Watch {
  readonly window: number;
  /** All times are whole multiples of this: 1 for stamps of whole seconds. */
  readonly resolution: number;
}

/**
 * From started to the end. Where the recording has no starts: from bound, or from created for a pod that existed before the window. A pod
 * that had started before its first observation enters late, at the age it had then. A run that the cluster ended (preemption, drain) is
 * cut off there, because a replay ends it again by itself.
 */
export function lifetimes(pods: readonly PodHistory[], watch: Watch): Sample {
  return sampleOf(seenLifetimes(pods, watch), watch.resolution);
}

export interface SeenLifetime extends SeenDuration {
  readonly pod: PodHistory;
  readonly limit: number;
}

/** The lifetimes with their pods, in ticks as the times of a sample of them are, so that both can be compared. */
export function seenLifetimes(pods: readonly PodHistory[], { window, resolution }: Watch): SeenLifetime[] {
  const hasStarts = pods.some(({ started }) => started !== undefined);
  return pods.flatMap((pod): SeenLifetime[] => {
    // A pod that is still starting has no lifetime yet.
    const start = hasStarts && pod.ended === undefined ? pod.started : startOf(pod);
    if (start === undefined) return [];
    const isEnded = pod.ended !== undefined && !isCutOff(pod.cause);
    const seen = {
      pod,
      duration: (pod.ended ?? window) - start,
      isEnded,
      entry: pod.wasThere ? Math.max(0, pod.seen - start) : 0,
      limit: isCutOff(pod.cause) ? pod.ended! - start : window - start,
    };
    return [inTicks(seen, resolution)];
  });
}

/** The rest of the lifetime of pods that existed when the window opened. */
export function residualLifetimes(pods: readonly PodHistory[], { window, resolution }: Watch): Sample {
  const seen = pods
    .filter((pod) => pod.wasThere && !wasWaiting(pod))
    .map(({ seen: from, ended, cause }) => ({
      duration: (ended ?? window) - from,
      isEnded: ended !== undefined && !isCutOff(cause),
      limit: (isCutOff(cause) ? ended! : window) - from,
    }));
  return sampleOf(seen, resolution);
}

/** The start of a lifetime; undefined where it is not known. */
export function startOf({ wasThere, created, started, bound, isUnbound }: PodHistory): number | undefined {
  return started ?? bound ?? (wasThere && !isUnbound ? created : undefined);
}

/** From the end of its containers to the report of its kubelet; empty where no report was late. */
export function reportDelays(pods: readonly PodHistory[], { resolution }: Watch): Sample {
  if (!pods.some(({ reported }) => reported !== undefined)) return sampleOf([], resolution);
  const seen = pods.flatMap(({ ended, reported, cause, started }): SeenDuration[] => {
    const isNatural = cause === 'succeeded' || cause === 'failed';
    if (!isNatural || ended === undefined || started === undefined) return [];
    // The difference of two sums of seconds is exact to the microsecond.
    return [{ duration: Math.round(((reported ?? ended) - ended) * 1e6) / 1e6, isEnded: true }];
  });
  return sampleOf(seen, resolution);
}

/**
 * Whether the pod existed when the window opened, and waited for a node then. In a recording of a replay, a pod with an age is bound a moment
 * after 0s, and its start is stamped before.
 */
export function wasWaiting({ wasThere, seen, bound, started, isUnbound }: PodHistory): boolean {
  if (!wasThere || (started !== undefined && started < seen)) return false;
  return isUnbound === true || (bound !== undefined && bound > seen);
}

/**
 * Created → deleted, of pods that never were bound. A binding cuts the wait off, as the end of the window does. Empty where no pod was
 * withdrawn.
 */
export function withdrawals(pods: readonly PodHistory[], { window, resolution }: Watch): Sample {
  if (!pods.some(({ cause }) => cause === 'withdrawn')) return sampleOf([], resolution);
  const seen = pods.flatMap((pod): SeenDuration[] => {
    const { created, ended, bound, cause } = pod;
    if (pod.wasThere && !wasWaiting(pod)) return [];
    const isEnded = cause === 'withdrawn';
    const until = isEnded ? ended! : (bound ?? ended ?? window);
    return [
      {
        duration: until - created,
        isEnded,
        entry: pod.wasThere ? Math.max(0, pod.seen - created) : 0,
        limit: (isEnded ? window : until) - created,
      },
    ];
  });
  return sampleOf(seen, resolution);
}

export type Phase = 'bound' | 'started' | 'ready';

const FROM: Readonly<Record<Phase, 'created' | 'bound' | 'started'>> = {
  bound: 'created',
  started: 'bound',
  ready: 'started',
};

/**
 * Created → bound, bound → started or started → ready, of pods created in the window. A pod that ended before, or is still waiting, is cut
 * off. Where no pod of the group reached the phase, the sample is empty.
 *
 * @param added - seconds of a pod's delay that another cause explains. The rest is rounded to whole ticks, and is at least 0.
 */
export function phaseDelays(
  pods: readonly PodHistory[],
  phase: Phase,
  { window, resolution }: Watch,
  added: (pod: PodHistory) => number = () => 0,
): Sample {
  if (!pods.some((pod) => !pod.wasThere && pod[phase] !== undefined)) return sampleOf([], resolution);
  const seen = pods.flatMap((pod): SeenDuration[] => {
    const from = pod[FROM[phase]];
    if (pod.wasThere || from === undefined) return [];
    const to = pod[phase];
    const end = to ?? pod.ended ?? window;
    const own = (until: number): number => withoutAdded(until - from, added(pod), resolution);
    return [{ duration: own(end), isEnded: to !== undefined, limit: own(to === undefined ? end : window) }];
  });
  return sampleOf(seen, resolution);
}

function withoutAdded(delay: number, added: number, tick: number): number {
  return added === 0 ? delay : Math.max(0, Math.round((delay - added) / tick) * tick);
}

/** The number of runs by the cause of their end. */
export function endCauses(pods: readonly PodHistory[]): ReadonlyMap<EndCause, number> {
  const counts = new Map<EndCause, number>();
  for (const { cause } of pods) if (cause !== undefined) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return counts;
}
