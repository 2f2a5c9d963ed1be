/** Carries out a preemption: the victims of a pod are marked and deleted, and hold their room until they end. */
import type { ClusterState } from './cluster-state.ts';
import type { Preemption } from './due.ts';
import { requestDeletion } from './pod-deletion.ts';

const REASON = 'PreemptionByScheduler';

/**
 * Nominates the pod and deletes the victims that still exist (framework/preemption/preemption.go, prepareCandidate). A victim that is being
 * deleted already is left alone.
 */
export function preempt(
  cluster: ClusterState,
  { uid: by, nominated, victims }: Preemption,
  now: number,
): void {
  const { pods, observer } = cluster;
  const preemptor = pods.get(by);
  if (preemptor && preemptor.nominated !== nominated) {
    preemptor.nominated = nominated;
    observer.observe({ at: now, kind: 'pod-nominated', uid: by, node: nominated });
  }
  for (const uid of victims) {
    const victim = pods.get(uid);
    if (!victim || victim.terminating) continue;
    observer.observe({ at: now, kind: 'pod-disrupted', uid, reason: REASON, by });
    requestDeletion(cluster, victim, now, REASON);
  }
}
