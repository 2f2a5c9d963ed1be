/** Deletes pods as an API server and a kubelet do: a running pod may take its grace period to end, and holds its room until then. */

import { graceSecondsOf } from '../../core/objects/grace-period.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';
import { removeEphemeralClaims } from './ephemeral-claims.ts';

/**
 * Requests the deletion of a pod. A pod that does not run is gone at once (pkg/registry/core/pod/strategy.go, CheckGracefulDelete). A pod
 * that runs ends after the delay that its plan gives it, at most `grace` in integer microseconds. A second request changes nothing.
 */
export function requestDeletion(
  cluster: ClusterState,
  pod: EmbeddedPod,
  now: number,
  reason?: string,
  grace = Number.POSITIVE_INFINITY,
): void {
  if (pod.terminating) return;
  const { plan, uid } = pod;
  const runs = pod.started && !pod.terminal;
  const delay = runs ? Math.min(grace, plan.terminatedDelay ?? 0) : 0;
  if (delay === 0) return removePod(cluster, pod, now, reason);
  pod.terminating = { reason };
  const graceSeconds = Math.min(Math.ceil(grace / 1e6), graceSecondsOf(plan.template.spec));
  cluster.observer.observe({ at: now, kind: 'pod-terminating', uid, graceSeconds });
  cluster.scheduler.podTerminating(uid, now);
  cluster.heap.push(now + delay, { kind: 'gone', uid });
}

/** Removes the object of a pod. */
export function removePod(cluster: ClusterState, pod: EmbeddedPod, now: number, reason?: string): void {
  const { uid, plan } = pod;
  cluster.pods.delete(uid);
  cluster.names.remove(plan.namespace, plan.name);
  if (pod.node !== null) cluster.nodes.get(pod.node)?.pods.delete(uid);
  cluster.observer.observe(
    reason === undefined
      ? { at: now, kind: 'pod-deleted', uid }
      : { at: now, kind: 'pod-deleted', uid, reason },
  );
  cluster.scheduler.deletePod(uid, now);
  removeEphemeralClaims(cluster, pod, now);
}
