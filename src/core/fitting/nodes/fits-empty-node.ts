/** Decides whether a pod could run on a node that has no other pods: one that could not waits for ever in a replay too. */

import type { Node } from '../../objects/node.ts';
import { requiredNodeAffinity } from '../../objects/node-selector.ts';
import type { PodSpec } from '../../objects/pod.ts';
import { podRequest } from '../../objects/pod-request.ts';
import { parseResourceList } from '../../objects/quantity.ts';
import { untoleratedTaint } from '../../objects/taints.ts';

/** By its requests, its selector, its required affinity to nodes and its tolerations. */
export function fitsEmptyNode(spec: PodSpec, node: Node): boolean {
  if (node.spec?.unschedulable || untoleratedTaint(node.spec?.taints, spec.tolerations)) return false;
  if (requiredNodeAffinity(spec)?.(node) === false) return false;
  const offered = parseResourceList(node.status.allocatable);
  return [...podRequest(spec)].every(([resource, amount]) => amount <= (offered.get(resource) ?? 0));
}
