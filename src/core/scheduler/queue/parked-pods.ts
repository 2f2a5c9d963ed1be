/** Holds the pods that wait for an event: rejected ones, which wait 5 minutes at most, and gated ones (backend/queue/unschedulable_pods.go). */
import { quickGetters } from '../../objects/quick-getters.ts';
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
  let unschedulable = 0;
  const gated = new Set<QueuedPod>();
  /** Each in order of timestamps, because a pod is parked at the time of its rejection. */
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
    if (!pod.group) return;
    pod.group.delete(pod);
    pod.group = undefined;
    unschedulable -= 1;
  };
  const join = (pod: QueuedPod) => {
    if (pod.group) return;
    pod.group = groupOf(pod);
    pod.group.add(pod);
    unschedulable += 1;
  };
  return quickGetters({
    get unschedulable() {
      return unschedulable;
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
        if (gated.size > 0) gated.delete(pod);
        join(pod);
      }
    },
    remove(pod) {
      leave(pod);
      if (gated.size > 0) gated.delete(pod);
    },
    get rejectedGroups() {
      return groups.values();
    },
    gatedPods: gated,
    nextOverdue() {
      let next = Number.POSITIVE_INFINITY;
      if (unschedulable === 0) return next;
      for (const group of groups.values()) {
        const [oldest] = group;
        if (oldest) next = Math.min(next, overdueAt(oldest));
      }
      return next;
    },
    overdue(now) {
      const pods: QueuedPod[] = [];
      for (const group of groups.values()) {
        for (const pod of group) {
          if (now - pod.timestamp <= MAX_UNSCHEDULABLE) break;
          pods.push(pod);
        }
      }
      return pods.sort((a, b) => a.sequence - b.sequence);
    },
  });
}

/** The first check after the pod has waited for the longest time. */
export function overdueAt({ timestamp }: QueuedPod): number {
  return (Math.floor((timestamp + MAX_UNSCHEDULABLE) / LEFTOVER_INTERVAL) + 1) * LEFTOVER_INTERVAL;
}
