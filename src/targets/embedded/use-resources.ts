/** Lets a running pod use what its plan says, step by step, apart from what it requests. */
import { usageOf } from '../../core/objects/pod-usage.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';
import type { UsageDue } from './due.ts';

/** Takes all steps from this one on that are due by now. Only the next one waits in the heap: a pod may have thousands of steps. */
export function useResources(
  { heap, observer }: ClusterState,
  pod: EmbeddedPod,
  { startedAt, index }: Pick<UsageDue, 'startedAt' | 'index'>,
  now: number,
): void {
  const { usage = usageOf(pod.plan.template) } = pod.plan;
  let next = index;
  let used = {};
  for (; next < usage.length && startedAt + usage[next]!.after <= now; next += 1)
    used = { ...used, ...usage[next]!.used };
  if (next > index) {
    pod.used = { ...pod.used, ...used };
    observer.observe({ at: now, kind: 'pod-usage', uid: pod.uid, used });
  }
  const step = usage[next];
  if (step) heap.push(startedAt + step.after, { kind: 'usage', uid: pod.uid, index: next, startedAt });
}
