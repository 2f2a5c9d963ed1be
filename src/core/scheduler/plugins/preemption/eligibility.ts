/** Decides whether a pod may preempt others at all (default_preemption.go, PodEligibleToPreemptOthers). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { Diagnosis } from '../../framework/diagnosis.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';

/** The reason if it may not. A pod whose victims on its nominated node are still terminating waits for them. */
export function ineligibility(
  pod: PodState,
  cluster: ClusterView,
  diagnosis: Diagnosis,
  behaviour: Behaviour,
): string | undefined {
  if (pod.info.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const node = pod.nominatedNode === undefined ? undefined : cluster.node(pod.nominatedNode);
  if (!node || isUnresolvable(node.name, diagnosis, behaviour)) return undefined;
  for (const each of node.pods.values()) {
    if (each.terminating && each.preempted && each.info.priority < pod.info.priority)
      return 'not eligible due to a terminating pod on the nominated node.';
  }
  return undefined;
}

/** Whether removing pods from the node would not help. A node that was not checked counts as such from 1.32. */
function isUnresolvable(
  nodeName: string,
  { preFilter, rejected: { nodes, rejections } }: Diagnosis,
  { narrowedNodesInMessage }: Behaviour,
): boolean {
  const index = nodes.findIndex(({ name }) => name === nodeName);
  const rejection = rejections[index] ?? preFilter;
  return rejection ? rejection.code === 'UnschedulableAndUnresolvable' : narrowedNodesInMessage;
}
