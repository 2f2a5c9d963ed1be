/** Orders the pods of a node by importance: the last one becomes a victim first (scheduler/util/utils.go, MoreImportantPod). */
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';

/** Up to this length Go's sort.Slice is an insertion sort, which decides the order of ties. */
const INSERTION_SORT = 12;

/**
 * Higher priority first, then the pod that started earlier. A pod that has not started counts as started now. Up to 1.36 "now" is read anew
 * for each comparison, so that of two such pods each comes before the other, and Go's sort reverses them. From 1.37 it is read once for each
 * pod, in their order on the node (framework/preemption/util.go, MoreImportantVictim).
 */
export function sortByImportance(
  pods: readonly PodState[],
  { unstartedPodsReversed }: Behaviour,
): PodState[] {
  const sorted = [...pods];
  if (sorted.length > INSERTION_SORT)
    return sorted.sort((a, b) => (comesBefore(a, b, false) ? -1 : comesBefore(b, a, false) ? 1 : 0));
  for (let i = 1; i < sorted.length; i++) {
    const pod = sorted[i] as PodState;
    let to = i;
    for (; to > 0 && comesBefore(pod, sorted[to - 1] as PodState, unstartedPodsReversed); to--)
      sorted[to] = sorted[to - 1] as PodState;
    sorted[to] = pod;
  }
  return sorted;
}

/** Start times in Kubernetes have whole seconds, so ties are common. */
function comesBefore(a: PodState, b: PodState, unstartedFirst: boolean): boolean {
  if (a.info.priority !== b.info.priority) return a.info.priority > b.info.priority;
  if (a.startTime === undefined) return b.startTime === undefined && unstartedFirst;
  return b.startTime === undefined || a.startTime < b.startTime;
}
