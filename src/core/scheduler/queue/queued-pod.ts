/** A pod that waits to be scheduled, and the order of such pods. */

import type { HeapItem } from '../../time/indexed-heap.ts';
import type { Decision } from '../decision.ts';
import type { Framework } from '../framework/framework.ts';
import type { ReadyPod } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { RememberedFailure } from '../framework/remembered-failure.ts';

/** `in-flight`: its cycle is running. `gated`: a PreEnqueue plugin does not let it into the queue of ready pods. */
type QueuePlace = 'active' | 'backoff' | 'error-backoff' | 'unschedulable' | 'gated' | 'in-flight';

export interface QueuedPod extends ReadyPod, HeapItem {
  pod: PodState;
  /** Of the profile that the pod names. */
  framework: Framework;
  place: QueuePlace;
  timestamp: number;
  sequence: number;
  attempts: number;
  /** Attempts that a plugin rejected, and consecutive attempts that failed without a rejection. */
  rejections: number;
  errors: number;
  /** The plugins that rejected it the last time. */
  rejectors: ReadonlySet<string>;
  /** Those of the plugins that rejected it with the code Pending: their events make the pod ready without backoff. */
  pending: ReadonlySet<string>;
  /** The PreEnqueue plugin that gates the pod. */
  gatedBy: string | undefined;
  /** Microseconds; 0 means no backoff. Set when the pod is rejected. */
  backoffEnd: number;
  /** The pods that are parked with it and that the same plugins rejected. */
  group: Set<QueuedPod> | undefined;
  /** The number of events before its cycle; -1: it is not in flight. */
  eventsBefore: number;
  /** Why its last attempt failed, if the next one fails for the same reason as long as nothing changes: neither the cluster nor the pod nor its profile. */
  failure: RememberedFailure | undefined;
  /** Of its last decision, if that was a refusal and nothing else was said about the pod since. */
  message: string | undefined;
  /** A decision that repeats the one before, and its result: as long as the result is the same, so is the decision. */
  repeated: { readonly decision: Decision; readonly result: object } | undefined;
  /** Whether the queue no longer holds it: it was placed, or it left. */
  isOut: boolean;
}

/** No plugins. */
export const NO_PLUGINS: ReadonlySet<string> = new Set();

/** The fields of a pod that was never tried. */
export const UNTRIED = {
  attempts: 0,
  rejections: 0,
  errors: 0,
  rejectors: NO_PLUGINS,
  pending: NO_PLUGINS,
  gatedBy: undefined,
  backoffEnd: 0,
} as const;

/** A pod that was never tried. The queue gives it its time and its order. */
export function untried(pod: PodState, framework: Framework): QueuedPod {
  return {
    pod,
    framework,
    place: 'in-flight',
    timestamp: 0,
    sequence: 0,
    heapIndex: -1,
    group: undefined,
    eventsBefore: -1,
    failure: undefined,
    message: undefined,
    repeated: undefined,
    isOut: false,
    // Written out, because a spread is slow and every pod passes here.
    attempts: 0,
    rejections: 0,
    errors: 0,
    rejectors: NO_PLUGINS,
    pending: NO_PLUGINS,
    gatedBy: undefined,
    backoffEnd: 0,
  };
}

/** Higher priority first, then the pod that waited longer (plugins/queuesort, PrioritySort). */
export function comesBefore(a: ReadyPod, b: ReadyPod): boolean {
  const first = a.pod.info.priority;
  const second = b.pod.info.priority;
  return first === second ? a.sequence < b.sequence : first > second;
}

/** The order of pods of equal priority. Sequences rise with the timestamps, so they decide alone. */
export function waitedLonger(a: ReadyPod, b: ReadyPod): boolean {
  return a.sequence < b.sequence;
}
