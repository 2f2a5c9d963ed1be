/** Orders the pods of a workload that has too many, as Kubernetes' ReplicaSet and Job controllers do. */
import type { OwnedPod } from './workload-state.ts';

/** How ages are compared: by powers of two (ReplicaSet), or to the second (Job). */
export type AgeScale = 'logarithmic' | 'linear';

/**
 * Returns the `count` pods that are deleted first: unassigned before assigned, pending before running, not ready before ready, with more of the
 * workload's pods on its node before fewer (ReplicaSet only), ready for a shorter time before longer, younger before older.
 *
 * ReplicaSets compare ages by the whole part of their base-2 logarithm in nanoseconds, from stamps of whole seconds (gate
 * LogarithmicScaleDown, on in all releases modelled); where that ties, Kubernetes compares the random uids. Here the newest pod is deleted first,
 * so that a replay repeats. Deletion costs and restarts are the same for all pods of a workload here.
 *
 * @param related the pods that count on a node: for a Deployment, those of all its ReplicaSets.
 *
 * Sources: pkg/controller/controller_utils.go, ActivePodsWithRanks and ActivePods; pkg/controller/replicaset/replica_set.go,
 * getPodsRankedByRelatedPodsOnSameNode (read at 1.36).
 */
export function firstToGo(
  pods: Iterable<OwnedPod>,
  count: number,
  now: number,
  scale: AgeScale,
  related: Iterable<OwnedPod> = pods,
): OwnedPod[] {
  const all = [...pods];
  if (count >= all.length) return all;
  const onNode = new Map<string | null, number>();
  for (const { node } of related) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  const crowd = (pod: OwnedPod): number => (scale === 'logarithmic' ? onNode.get(pod.node)! : 0);
  const age =
    scale === 'logarithmic' ? (at: number) => powerOfAge(at, now) : (at: number) => -wholeSeconds(at);
  const order = (left: OwnedPod, right: OwnedPod): number =>
    Number(left.node !== null) - Number(right.node !== null) ||
    Number(left.started) - Number(right.started) ||
    Number(left.readyAt !== null) - Number(right.readyAt !== null) ||
    crowd(right) - crowd(left) ||
    compareReady(left, right, age) ||
    age(left.createdAt) - age(right.createdAt) ||
    right.number - left.number;
  return all.sort(order).slice(0, count);
}

/** Equal stamps are decided by the age of the pods. Different stamps of one power of two are not: Kubernetes compares uids, keg the numbers of the pods. */
function compareReady(left: OwnedPod, right: OwnedPod, age: (at: number) => number): number {
  if (left.readyAt === null || right.readyAt === null) return 0;
  if (wholeSeconds(left.readyAt) === wholeSeconds(right.readyAt)) return 0;
  return age(left.readyAt) - age(right.readyAt) || right.number - left.number;
}

function wholeSeconds(at: number): number {
  return Math.floor(at / 1e6);
}

/** ⌊log2⌋ of the nanoseconds since a stamp of whole seconds; −1 for none. */
function powerOfAge(at: number, now: number): number {
  let power = -1;
  for (let rest = (now - wholeSeconds(at) * 1e6) * 1e3; rest >= 1; rest /= 2) power += 1;
  return power;
}
