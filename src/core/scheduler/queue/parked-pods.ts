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
  /**
   * The rejected pods in groups of those that the same plugins of the same profile rejected, and the gated pods. Pods may be parked and
   * removed during a walk.
   */
  readonly rejectedGroups: Iterable<ReadonlySet<QueuedPod>>;
  readonly gatedPods: ReadonlySet<QueuedPod>;
  /** The next time at which a rejected pod is {@link overdue}; infinity for never. */
  nextOverdue(): number;
  overdue(now: number): readonly QueuedPod[];
}

/** No pods. */
export function createParkedPods(): ParkedPods {
  /** In order of their timestamps, because a pod is parked at the time of its rejection. */
  const unschedulable = new Set<QueuedPod>();
  const gated = new Set<QueuedPod>();
  const groups = new Map<string, Set<QueuedPod>>();
  /** Pods that are rejected together often share the set of plugins. */
  const lately = new WeakMap<ReadonlySet<string>, { schedulerName: string; group: Set<QueuedPod> }>();
  const groupOf = ({ framework: { schedulerName }, rejectors, pending }: QueuedPod): Set<QueuedPod> => {
    const known = pending.size === 0 ? lately.get(rejectors) : undefined;
    if (known?.schedulerName === schedulerName) return known.group;
    const key = JSON.stringify([schedulerName, [...rejectors].sort(), [...pending].sort()]);
    const group = groups.get(key) ?? new Set<QueuedPod>();
    groups.set(key, group);
    if (pending.size === 0) lately.set(rejectors, { schedulerName, group });
    return group;
  };
  const leave = (pod: QueuedPod) => {
    if (!unschedulable.delete(pod)) return;
    pod.group?.delete(pod);
    pod.group = undefined;
  };
  const join = (pod: QueuedPod) => {
    if (pod.group) return;
    unschedulable.add(pod);
    pod.group = groupOf(pod);
    pod.group.add(pod);
  };
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
      if (isGated) {
        leave(pod);
        gated.add(pod);
      } else {
        gated.delete(pod);
        join(pod);
      }
    },
    remove(pod) {
      leave(pod);
      gated.delete(pod);
    },
    get rejectedGroups() {
      return groups.values();
    },
    gatedPods: gated,
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
