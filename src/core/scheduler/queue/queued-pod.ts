/** A pod that waits to be scheduled, and the order of such pods. */

import type { HeapItem } from '../../time/indexed-heap.ts';
import type { PodState } from '../framework/pod-state.ts';

/** `in-flight`: its cycle is running. */
type QueuePlace = 'active' | 'backoff' | 'error-backoff' | 'unschedulable' | 'in-flight';

export interface QueuedPod extends HeapItem {
  pod: PodState;
  place: QueuePlace;
  /** Microseconds: the time of its creation, later of its last rejection. */
  timestamp: number;
  /** Order of equal timestamps. */
  sequence: number;
  attempts: number;
  /** Attempts that a plugin rejected, and consecutive attempts that failed without a rejection. */
  rejections: number;
  errors: number;
  /** The plugins that rejected it the last time. */
  rejectors: ReadonlySet<string>;
  /** Microseconds; 0 means no backoff. Set when the pod is rejected. */
  backoffEnd: number;
}

/** Higher priority first, then the pod that waited longer (plugins/queuesort, PrioritySort). */
export function comesBefore(a: QueuedPod, b: QueuedPod): boolean {
  return a.pod.info.priority !== b.pod.info.priority
    ? a.pod.info.priority > b.pod.info.priority
    : waitedLonger(a, b);
}

/** The order of pods of equal priority. */
export function waitedLonger(a: QueuedPod, b: QueuedPod): boolean {
  return a.timestamp !== b.timestamp ? a.timestamp < b.timestamp : a.sequence < b.sequence;
}
