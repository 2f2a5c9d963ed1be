/** Lets a node join in its settled state: the taints and labels of its first seconds, while it registers, are not its own. */

import type { Node, Taint } from '../../objects/node.ts';
import type { NodeHistory, RecordedNodeState } from './node-history.ts';

/** Seconds within which a node that registers has to be ready. One that takes longer keeps its first taints as long as they lasted. */
const LONGEST = 600;
/** Seconds after it is ready in which further labels and resources (of device plugins) still belong to its start. */
const AFTER = 5;
/**
 * Taints that a kubelet, a cloud controller, an autoscaler or a network plugin puts on a node until it can take pods:
 * node.kubernetes.io/not-ready and network-unavailable, node.cloudprovider.kubernetes.io/uninitialized, karpenter.sh/unregistered,
 * node.cilium.io/agent-not-ready, startup-taint.cluster-autoscaler.kubernetes.io/…
 */
const OF_THE_START = /not-?ready|unreachable|network-?unavailable|uninitialized|unregistered|startup-taint/i;

/**
 * A node that was seen while it started has its settled state from the time at which it joined, if that took at most 5 s, else from the time
 * at which it was settled: nothing could run there before. A node that starts when the window opens is there at 0s.
 */
export function settledNode(node: NodeHistory): NodeHistory {
  const { states, wasThere } = node;
  const first = states[0]!;
  if (!isStarting(first, states)) return node;
  const ready = states.findIndex((state) => isSettled(state));
  if (ready < 0 || states[ready]!.at - first.at > LONGEST) return node;
  const since = states[ready]!.at;
  let last = ready;
  while (last + 1 < states.length && isStillPartOf(states[last]!, states[last + 1]!, since)) last += 1;
  const at = wasThere || since - first.at <= AFTER ? first.at : since;
  return { ...node, states: [{ ...states[last]!, at }, ...states.slice(last + 1)] };
}

function isStarting(first: RecordedNodeState, states: readonly RecordedNodeState[]): boolean {
  if (taintsOf(first.node).some(isOfTheStart)) return true;
  return first.isReady !== true && states.some(({ isReady }) => isReady === true);
}

function isSettled({ node, isReady }: RecordedNodeState): boolean {
  return isReady !== false && !taintsOf(node).some(isOfTheStart);
}

/** A cordon or a new taint is a change of its own. */
function isStillPartOf(before: RecordedNodeState, after: RecordedNodeState, since: number): boolean {
  return (
    after.at - since <= AFTER &&
    isSettled(after) &&
    before.node.spec?.unschedulable === after.node.spec?.unschedulable &&
    taintsOf(after.node).every(({ key }) => taintsOf(before.node).some((taint) => taint.key === key))
  );
}

function isOfTheStart({ key }: Taint): boolean {
  return OF_THE_START.test(key);
}

function taintsOf({ spec }: Node): readonly Taint[] {
  return spec?.taints ?? [];
}
