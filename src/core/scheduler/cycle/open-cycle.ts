/** Holds the last cycle that placed no pod until it is ended. Each such cycle uses the object again: an overload has millions of them. */
import { NO_PLUGINS, type QueuedPod } from '../queue/queued-pod.ts';
import type { Rejectors } from '../queue/scheduling-queue.ts';
import type { CycleResult } from './cycle-result.ts';

export interface OpenCycle {
  /** Undefined: no cycle is open. */
  queued: QueuedPod | undefined;
  by: Rejectors;
  result: CycleResult | undefined;
  /** Whether pods are deleted for the pod. */
  preempts: boolean;
}

/** No cycle is open. */
export function noOpenCycle(): OpenCycle {
  return { queued: undefined, by: { rejectors: NO_PLUGINS }, result: undefined, preempts: false };
}

/** Leaves a cycle open. */
export function leaveOpen(
  open: OpenCycle,
  queued: QueuedPod,
  by: Rejectors,
  result: CycleResult,
  preempts: boolean,
): void {
  open.queued = queued;
  open.by = by;
  open.result = result;
  open.preempts = preempts;
}
