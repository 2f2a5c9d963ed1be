/** A pod that waits to be scheduled, and in which order such pods are taken. */

import type { HeapItem } from '../../time/indexed-heap.ts';
import type { PodInfo } from '../cache/pod-info.ts';

/** `in-flight`: its cycle is under way. */
export type QueuePlace = 'active' | 'backoff' | 'error-backoff' | 'unschedulable' | 'in-flight';

export interface QueuedPod extends HeapItem {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly info: PodInfo;
  place: QueuePlace;
  /** Microseconds: when it was created, later when it was last refused. */
  timestamp: number;
  /** Order of equal timestamps. */
  sequence: number;
  attempts: number;
  /** Attempts that ended in a refusal by some plugin, and those in a row that ended without one. */
  refusals: number;
  errors: number;
  /** Plugins that refused it the last time. */
  rejectors: ReadonlySet<string>;
  /** Microseconds; 0 is no backoff. Fixed when the pod is refused. */
  backoffEnd: number;
}

/** Higher priority first, then the pod that waited longer (plugins/queuesort, PrioritySort). */
export function comesBefore(a: QueuedPod, b: QueuedPod): boolean {
  return a.info.priority !== b.info.priority ? a.info.priority > b.info.priority : waitedLonger(a, b);
}

/** The order of pods of equal priority. */
export function waitedLonger(a: QueuedPod, b: QueuedPod): boolean {
  return a.timestamp !== b.timestamp ? a.timestamp < b.timestamp : a.sequence < b.sequence;
}
