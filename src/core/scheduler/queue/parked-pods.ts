/** Holds the pods that wait for an event: rejected ones, which wait 5 minutes at most, and gated ones (backend/queue/unschedulable_pods.go). */
import type { QueuedPod } from './queued-pod.ts';

/** A rejected pod waits at most this long; the queue checks that at this interval. Microseconds. */
const MAX_UNSCHEDULABLE = 300_000_000;
const LEFTOVER_INTERVAL = 30_000_000;

export interface ParkedPods {
  readonly unschedulable: number;
  readonly gated: number;
  /** A pod without a gate must have the latest timestamp. */
  park(pod: QueuedPod): void;
  /** Does nothing if the pod is not here. */
  remove(pod: QueuedPod): void;
  /** Pods may be parked and removed during a walk. */
  readonly pools: readonly ReadonlySet<QueuedPod>[];
  /** The next time at which a rejected pod is {@link overdue}; infinity for never. */
  nextOverdue(): number;
  overdue(now: number): readonly QueuedPod[];
}

/** No pods. */
export function createParkedPods(): ParkedPods {
  /** In order of their timestamps, because a pod is parked at the time of its rejection. */
  const unschedulable = new Set<QueuedPod>();
  const gated = new Set<QueuedPod>();
  return {
    get unschedulable() {
      return unschedulable.size;
    },
    get gated() {
      return gated.size;
    },
    park(pod) {
      // A pod that stays in its pool keeps its place there, so that a walk over the pool ends.
      const isGated = pod.gatedBy !== undefined;
      pod.place = isGated ? 'gated' : 'unschedulable';
      (isGated ? unschedulable : gated).delete(pod);
      (isGated ? gated : unschedulable).add(pod);
    },
    remove(pod) {
      unschedulable.delete(pod);
      gated.delete(pod);
    },
    pools: [unschedulable, gated],
    nextOverdue() {
      for (const { timestamp } of unschedulable)
        return (Math.floor((timestamp + MAX_UNSCHEDULABLE) / LEFTOVER_INTERVAL) + 1) * LEFTOVER_INTERVAL;
      return Number.POSITIVE_INFINITY;
    },
    overdue(now) {
      const pods: QueuedPod[] = [];
      for (const pod of unschedulable) {
        if (now - pod.timestamp <= MAX_UNSCHEDULABLE) break;
        pods.push(pod);
      }
      return pods;
    },
  };
}
