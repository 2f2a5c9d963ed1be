/** Finds when a cordoned node was drained: the scenario drains it again, which evicts the pods that it has then. */

import type { PodHistory } from '../pods/pod-history.ts';
import type { NodeHistory } from './node-history.ts';

/** Ends by the cluster on each node, in order of time: seconds. */
export type Evictions = ReadonlyMap<string, readonly number[]>;

export function evictionsByNode(pods: readonly PodHistory[]): Evictions {
  const times = new Map<string, number[]>();
  for (const { node, cause, ended } of pods) {
    if (node === undefined || cause !== 'evicted' || ended === undefined) continue;
    const known = times.get(node);
    if (known) known.push(ended);
    else times.set(node, [ended]);
  }
  for (const list of times.values()) list.sort((a, b) => a - b);
  return times;
}

/**
 * When the evictions began of a node that was cordoned from `states[index]` on; undefined where the cluster evicted no pod before the end of
 * the cordon, or where a taint evicted them.
 */
export function drainTime(
  { name, states, removed }: NodeHistory,
  index: number,
  evictions: Evictions,
): number | undefined {
  const from = states[index]!.at;
  const over = states.findIndex((state, later) => later > index && !state.node.spec?.unschedulable);
  const until = over < 0 ? (removed ?? Number.POSITIVE_INFINITY) : states[over]!.at;
  const cordoned = states.slice(index, over < 0 ? undefined : over);
  const isTainted = cordoned.some(({ node }) =>
    node.spec?.taints?.some(({ effect }) => effect === 'NoExecute'),
  );
  if (isTainted) return undefined;
  return evictions.get(name)?.find((time) => time >= from && time < until);
}
