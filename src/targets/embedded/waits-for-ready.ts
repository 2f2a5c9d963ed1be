/** Detects rolling updates under way: their controllers go on when a pod becomes ready. */
import { isRolling } from './sync-deployment.ts';
import { currentRevision, type WorkloadState } from './workload-state.ts';

/** Whether the controller waits for ready pods to replace those of an older template. */
export function hasOldPods(workload: WorkloadState): boolean {
  if (workload.revisions.length === 1) return false;
  if (workload.kind === 'Deployment') return isRolling(workload);
  const current = currentRevision(workload);
  return [...workload.pods.values()].some(({ revision }) => revision !== current);
}
