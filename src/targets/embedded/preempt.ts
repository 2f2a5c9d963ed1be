/** Carries out a preemption: the victims of a pod are marked and deleted, and hold their room until they end. */
import type { ClusterState } from './cluster-state.ts';
import { requestDeletion } from './pod-deletion.ts';

const REASON = 'PreemptionByScheduler';

/**
 * Deletes the victims that still exist (framework/preemption/preemption.go, prepareCandidate). A victim that is being deleted already
 * is left alone.
 *
 * @param by uid of the pod that preempts them.
 */
export function preempt(cluster: ClusterState, by: string, victims: readonly string[], now: number): void {
  for (const uid of victims) {
    const victim = cluster.pods.get(uid);
    if (!victim || victim.terminating) continue;
    cluster.observer.observe({ at: now, kind: 'pod-disrupted', uid, reason: REASON, by });
    requestDeletion(cluster, victim, now, REASON);
  }
}
