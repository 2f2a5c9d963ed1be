/** A pod that waits to be scheduled, and in which order such pods are taken. */
import type { PodInfo } from '../cache/pod-info.ts';
import type { HeapItem } from './indexed-heap.ts';

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

/** Higher priority first, then who waited longer (plugins/queuesort, PrioritySort). */
export function comesBefore(a: QueuedPod, b: QueuedPod): boolean {
  if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp;
  return a.sequence < b.sequence;
}
