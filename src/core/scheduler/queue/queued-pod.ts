/** A pod that waits to be scheduled, and the order of such pods. */

import type { HeapItem } from '../../time/indexed-heap.ts';
import type { PodInfo } from '../cache/pod-info.ts';

/** `in-flight`: its cycle is running. */
type QueuePlace = 'active' | 'backoff' | 'error-backoff' | 'unschedulable' | 'in-flight';

export interface QueuedPod extends HeapItem {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly info: PodInfo;
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
  return a.info.priority !== b.info.priority ? a.info.priority > b.info.priority : waitedLonger(a, b);
}

/** The order of pods of equal priority. */
export function waitedLonger(a: QueuedPod, b: QueuedPod): boolean {
  return a.timestamp !== b.timestamp ? a.timestamp < b.timestamp : a.sequence < b.sequence;
}
