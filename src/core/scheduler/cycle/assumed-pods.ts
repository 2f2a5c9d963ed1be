/** Holds the pods that have a node but are not bound yet: they wait at Permit, or their binding is under way (runtime/waiting_pods_map.go). */
import { formatDuration } from '../../time/duration.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import { type Rejection, unschedulable } from '../framework/rejection.ts';
import type { WaitingPod, WaitingPods } from '../framework/waiting-pods.ts';
import type { QueuedPod } from '../queue/queued-pod.ts';
import type { CycleResult } from './cycle-result.ts';

/** kube-scheduler's limit for a wait at Permit (runtime/framework.go, maxTimeout). Microseconds. */
const LONGEST_WAIT = 15 * 60_000_000;

export interface AssumedPod {
  readonly queued: QueuedPod;
  readonly node: NodeInfo;
  /** Those of the cycle in which the pod was assumed. */
  readonly framework: Framework;
  readonly made: readonly (NodeFilter | undefined)[];
  readonly result: CycleResult;
}

/** `failed`: the pod is not rejected by a plugin, so it backs off and needs no event. */
export interface Settled {
  readonly assumed: AssumedPod;
  readonly rejection: Rejection | undefined;
  readonly failed: boolean;
}

interface Waiting {
  readonly assumed: AssumedPod;
  /** Plugin → when its patience ends, and the message for that. */
  readonly pending: Map<string, { readonly until: number; readonly reason: string }>;
  settled?: Omit<Settled, 'assumed'>;
}

export interface AssumedPods extends WaitingPods {
  /** @param waits plugin → how long the pod waits for it, in microseconds. */
  wait(assumed: AssumedPod, waits: ReadonlyMap<string, number>, now: number): void;
  /** The next pod that all its plugins allowed, that one rejected, or that waited too long. It is held from now on. */
  settle(now: number): Settled | undefined;
  /** When {@link settle} has a pod; undefined for never. */
  nextAt(now: number): number | undefined;
  /** Takes a pod that waits back for a pod of higher priority. @returns whether it was waiting. */
  preempt(uid: string, plugin: string): boolean;
  /** Keeps a pod that does not wait, until it is taken. */
  hold(assumed: AssumedPod): void;
  has(uid: string): boolean;
  /** The pod leaves. */
  take(uid: string): AssumedPod | undefined;
  /** All pods that wait leave. */
  takeWaiting(): readonly AssumedPod[];
}

/**
 * No pods.
 *
 * @param preemptedFail whether preemption makes the attempt of a waiting pod fail, so that it backs off (from 1.36). Before, preemption rejects it.
 */
export function createAssumedPods(preemptedFail: boolean): AssumedPods {
  const waiting = new Map<string, Waiting>();
  const held = new Map<string, AssumedPod>();
  const settleAs = (pod: Waiting, rejection: Rejection | undefined, failed = false) => {
    pod.settled ??= { rejection, failed };
  };
  const asWaitingPod = (pod: Waiting): WaitingPod => ({
    pod: pod.assumed.queued.pod,
    nodeName: pod.assumed.node.name,
    get pendingPlugins() {
      return [...pod.pending.keys()];
    },
    allow(plugin) {
      pod.pending.delete(plugin);
      if (pod.pending.size === 0) settleAs(pod, undefined);
    },
    reject: (plugin, reason) => settleAs(pod, unschedulable(plugin, reason)),
  });
  return {
    *all() {
      for (const pod of waiting.values()) yield asWaitingPod(pod);
    },
    get(uid) {
      const pod = waiting.get(uid);
      return pod && asWaitingPod(pod);
    },
    wait(assumed, waits, now) {
      const pending = new Map<string, { until: number; reason: string }>();
      for (const [plugin, asked] of waits) {
        const time = Math.min(asked, LONGEST_WAIT);
        const reason = `rejected due to timeout after waiting ${formatDuration(time)} at plugin ${plugin}`;
        pending.set(plugin, { until: now + time, reason });
      }
      held.delete(assumed.queued.pod.uid);
      waiting.set(assumed.queued.pod.uid, { assumed, pending });
    },
    settle(now) {
      if (waiting.size === 0) return undefined;
      for (const [uid, pod] of waiting) {
        for (const [plugin, { until, reason }] of pod.pending)
          if (until <= now) settleAs(pod, unschedulable(plugin, reason));
        if (!pod.settled) continue;
        waiting.delete(uid);
        held.set(uid, pod.assumed);
        return { assumed: pod.assumed, ...pod.settled };
      }
      return undefined;
    },
    nextAt(now) {
      if (waiting.size === 0) return undefined;
      let next: number | undefined;
      for (const { settled, pending } of waiting.values()) {
        if (settled) return now;
        for (const { until } of pending.values()) next = Math.min(next ?? until, until);
      }
      return next === undefined ? undefined : Math.max(now, next);
    },
    preempt(uid, plugin) {
      const pod = waiting.get(uid);
      if (!pod) return false;
      settleAs(pod, unschedulable(plugin, 'preempted'), preemptedFail);
      return true;
    },
    hold: (assumed) => held.set(assumed.queued.pod.uid, assumed),
    has: (uid) => held.has(uid) || waiting.has(uid),
    take(uid) {
      if (waiting.size === 0 && held.size === 0) return undefined;
      const pod = waiting.get(uid)?.assumed ?? held.get(uid);
      waiting.delete(uid);
      held.delete(uid);
      return pod;
    },
    takeWaiting() {
      const pods = [...waiting.values()].map(({ assumed }) => assumed);
      waiting.clear();
      return pods;
    },
  };
}
