/** What a window shows of one group: lifetimes, phase delays and gaps between arrivals, with all that is cut off, late or rounded. */

import { type Sample, type SeenDuration, sampleOf } from '../../distributions/estimating/sample.ts';
import { isBursty, splitBursts } from '../arrivals/bursts.ts';
import { evened, type Pace, paceOf } from '../arrivals/pace.ts';
import type { EndCause, PodHistory } from './pod-history.ts';

/** How long watching was on, and how fine its clock. Seconds. */
export interface Watch {
  readonly window: number;
  /** What all times are whole multiples of: 1 for stamps of whole seconds. */
  readonly resolution: number;
}

/**
 * From started to the end; from bound, or of a pod that was there before from created, where no start is told. What had started before it
 * was seen came late, at the age it then had. What the cluster itself ended (preemption, drain) is cut off there, for a replay brings that
 * about again.
 */
export function lifetimes(pods: readonly PodHistory[], watch: Watch): Sample {
  return sampleOf(seenLifetimes(pods, watch), watch.resolution);
}

export interface SeenLifetime extends SeenDuration {
  readonly pod: PodHistory;
  readonly limit: number;
}

/** Each beside its pod. */
export function seenLifetimes(pods: readonly PodHistory[], { window }: Watch): SeenLifetime[] {
  const tellsStarts = pods.some(({ started }) => started !== undefined);
  return pods.flatMap((pod): SeenLifetime[] => {
    // What is still starting has no lifetime yet.
    const start = tellsStarts && pod.ended === undefined ? pod.started : startOf(pod);
    if (start === undefined) return [];
    const isEnded = pod.ended !== undefined && pod.cause !== 'evicted';
    return [
      {
        pod,
        duration: (pod.ended ?? window) - start,
        isEnded,
        entry: pod.wasThere ? Math.max(0, pod.seen - start) : 0,
        limit: pod.cause === 'evicted' ? pod.ended! - start : window - start,
      },
    ];
  });
}

/** What pods that were there when the window opened still had before them. */
export function residualLifetimes(pods: readonly PodHistory[], { window, resolution }: Watch): Sample {
  const seen = pods
    .filter(({ wasThere }) => wasThere)
    .map(({ seen: from, ended, cause }) => ({
      duration: (ended ?? window) - from,
      isEnded: ended !== undefined && cause !== 'evicted',
      limit: (cause === 'evicted' ? ended! : window) - from,
    }));
  return sampleOf(seen, resolution);
}

/** Where a lifetime begins; undefined where that is not known. */
export function startOf({ wasThere, created, started, bound }: PodHistory): number | undefined {
  return started ?? (wasThere ? created : bound);
}

export type Phase = 'bound' | 'started' | 'ready';

const FROM: Readonly<Record<Phase, 'created' | 'bound' | 'started'>> = {
  bound: 'created',
  started: 'bound',
  ready: 'started',
};

/**
 * Created → bound, bound → started or started → ready, of pods made in the window. A pod that ended before, or is still waiting, is cut
 * off; where no pod of the group ever got there, nothing is known.
 *
 * @param added - seconds of a pod's delay that something else explains; what is left of it is in whole ticks, and at least nothing.
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

export interface ArrivalSamples {
  /** In the window, in the order of time. */
  readonly times: readonly number[];
  /** How busy it was when; one step where it was always equally busy. */
  readonly pace: Pace;
  /** From one arrival or burst to the next, as they would be at an even pace; the last is cut off by the window's end. */
  readonly gaps: Sample;
  readonly burst: { readonly sizes: readonly number[]; readonly gaps: Sample } | undefined;
}

/** The first arrival counts from where the window opens. */
export function arrivals(pods: readonly PodHistory[], { window, resolution }: Watch): ArrivalSamples {
  const times = pods
    .filter(({ wasThere }) => !wasThere)
    .map(({ created }) => created)
    .sort((a, b) => a - b);
  if (!isBursty(times, window)) {
    const pace = paceOf(times, window);
    return { times, pace, gaps: gapsOf(times, pace, window, resolution), burst: undefined };
  }
  const { starts, sizes, gaps } = splitBursts(times);
  const pace = paceOf(starts, window);
  return {
    times,
    pace,
    gaps: gapsOf(starts, pace, window, resolution),
    burst: {
      sizes,
      gaps: sampleOf(
        gaps.map((duration) => ({ duration, isEnded: true })),
        resolution,
      ),
    },
  };
}

function gapsOf(times: readonly number[], pace: Pace, window: number, resolution: number): Sample {
  const all = evened([...times, window], pace);
  const end = all.pop()!;
  const gaps = all.map((time, index) => ({
    duration: time - (all[index - 1] ?? 0),
    isEnded: true,
  }));
  const rest = end - (all.at(-1) ?? 0);
  return sampleOf([...gaps, { duration: rest, isEnded: false, limit: rest }], resolution);
}

/** How many runs ended in which way, those ended by the cluster left out. */
export function endCauses(pods: readonly PodHistory[]): ReadonlyMap<EndCause, number> {
  const counts = new Map<EndCause, number>();
  for (const { cause } of pods) if (cause !== undefined) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return counts;
}
