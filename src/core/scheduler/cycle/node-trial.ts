/** Tries the filters of a cycle on a copy of a node, so that preemption can see what removing pods would change. */
import { addPodToNode, copyNodeInfo, type NodeInfo, removePodFromNode } from '../cache/node-info.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { NodeTrial } from '../framework/post-filter.ts';
import type { Rejection } from '../framework/rejection.ts';

/**
 * A trial for a pod on a node.
 *
 * @param nominated pods of equal or higher priority that are nominated to the node, without the pod itself.
 */
export function nodeTrial(
  original: NodeInfo,
  filters: Iterable<NodeFilter>,
  nominated: readonly PodState[],
): NodeTrial {
  const node = copyNodeInfo(original);
  const own = Array.from(filters, (filter) => filter.clone?.() ?? filter);
  return {
    node,
    addPod(pod) {
      addPodToNode(node, pod);
      for (const filter of own) filter.addPod?.(pod, node);
    },
    removePod(pod) {
      removePodFromNode(node, pod);
      for (const filter of own) filter.removePod?.(pod, node);
    },
    rejects() {
      if (nominated.length === 0) return firstRejection(own, node);
      const crowded = nodeTrial(node, own, []);
      for (const pod of nominated) crowded.addPod(pod);
      return crowded.rejects() ?? firstRejection(own, node);
    },
  };
}

function firstRejection(filters: readonly NodeFilter[], node: NodeInfo): Rejection | undefined {
  for (const filter of filters) {
    const rejection = filter.reject(node);
    if (rejection) return rejection;
  }
  return undefined;
}
