/** Checks, up to 1.31, whether a node event may wake a parked pod, before its plugins are asked (eventhandlers.go, preCheckForNode). */
import { requiredNodeAffinity } from '../../objects/node-selector.ts';
import { untoleratedTaint } from '../../objects/taints.ts';
import { portsCollide } from '../cache/host-ports.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { PODS_COLUMN } from '../cache/resource-columns.ts';
import type { Behaviour } from '../kubernetes-version.ts';

/**
 * Returns the check for a node. The pod must fit into the node's free resources and ports, match the node and tolerate its NoSchedule
 * taints. Releases with queueing hints have no such check: undefined.
 */
export function nodeAdmission(
  behaviour: Behaviour,
): (info: NodeInfo) => ((pod: PodInfo) => boolean) | undefined {
  if (behaviour.queueingHints) return () => undefined;
  return (info) => (pod) => {
    const { node } = info;
    if (!node || !hasRoom(info, pod)) return false;
    const matches = requiredNodeAffinity(pod.spec);
    if (matches && !matches(node)) return false;
    if (pod.spec.nodeName && pod.spec.nodeName !== info.name) return false;
    if (portsCollide(info.portsInUse, pod.hostPorts)) return false;
    const { tolerations } = pod.spec;
    return !untoleratedTaint(node.spec?.taints, tolerations, ({ effect }) => effect === 'NoSchedule');
  };
}

function hasRoom(info: NodeInfo, pod: PodInfo): boolean {
  return (
    (info.free[PODS_COLUMN] as number) >= 1 &&
    pod.requestColumns.every((column, i) => (pod.requestAmounts[i] as number) <= (info.free[column] ?? 0))
  );
}
