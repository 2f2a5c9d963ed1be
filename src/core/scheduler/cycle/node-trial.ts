/** Tries the filters of a cycle on copies of nodes: with nominated pods on them, and for preemption without its victims. */
import { addPodToNode, copyNodeInfo, type NodeInfo, removePodFromNode } from '../cache/node-info.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { NodeTrial } from '../framework/post-filter.ts';
import type { Rejection } from '../framework/rejection.ts';

/**
 * A trial for a pod on a node.
 *
 * @param rivals the pods that {@link rivalsFor} gives for this node.
 */
export function nodeTrial(
  original: NodeInfo,
  filters: readonly NodeFilter[],
  rivals: readonly PodState[],
): NodeTrial {
  const node = copyNodeInfo(original);
  const own = filters.map((filter) => filter.clone?.() ?? filter);
  return {
    addPod(pod) {
      addPodToNode(node, pod);
      for (const filter of own) filter.addPod?.(pod, node);
    },
    removePod(pod) {
      removePodFromNode(node, pod);
      for (const filter of own) filter.removePod?.(pod, node);
    },
    rejects: () => rejectionBy(own, node, rivals),
  };
}

/** Of the pods nominated to a node, those that take precedence over this pod: others of equal or higher priority. */
export function rivalsFor(pod: PodState, nominated: readonly PodState[]): readonly PodState[] {
  if (nominated.length === 0) return nominated;
  return nominated.filter(({ uid, info: { priority } }) => priority >= pod.info.priority && uid !== pod.uid);
}

/**
 * The first rejection of a node. With rivals the filters run twice: as if the rivals were on the node, and as they are not
 * (runtime/framework.go, RunFilterPluginsWithNominatedPods).
 */
export function rejectionBy(
  filters: readonly NodeFilter[],
  node: NodeInfo,
  rivals: readonly PodState[],
): Rejection | undefined {
  if (rivals.length > 0) {
    const crowded = nodeTrial(node, filters, []);
    for (const rival of rivals) crowded.addPod(rival);
    const rejection = crowded.rejects();
    if (rejection) return rejection;
  }
  for (const filter of filters) {
    const rejection = filter.reject(node);
    if (rejection) return rejection;
  }
  return undefined;
}
