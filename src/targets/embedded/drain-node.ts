/** Drains a node as `kubectl drain --ignore-daemonsets --force --delete-emptydir-data` does: cordons it and evicts its pods. */
import { belongsToNode } from '../../core/timeline/disturbances/replacements.ts';
import { DRAIN_RETRY, unfinishedDrains } from '../../core/timeline/disturbances/unfinished-drains.ts';
import { type ClusterState, type EmbeddedPod, refuseAction, type SelectingBudget } from './cluster-state.ts';
import { setUnschedulable } from './node-changes.ts';
import { requestDeletion } from './pod-deletion.ts';

const REASON = 'EvictionByEvictionAPI';

/**
 * The node stays cordoned. Its pods are evicted one by one; those that a budget protects are tried again every 5 s.
 *
 * @param grace the longest time that a pod takes to end, in integer microseconds; undefined: its own grace period.
 */
export function drainNode(cluster: ClusterState, name: string, now: number, grace?: number): void {
  const known = cluster.nodes.get(name);
  if (!known) return refuseAction(cluster, now, `node "${name}" does not exist and cannot be drained`);
  if (!known.node.spec?.unschedulable) setUnschedulable(cluster, name, true, now);
  for (const pod of [...cluster.pods.values()]) {
    if (pod.node !== name || !pod.bound || belongsToNode(pod.plan)) continue;
    evictPod(cluster, pod, now, grace);
  }
}

/** Says for each node which pods are still on it because a budget protects them. `kubectl drain` would still wait for them. */
export function refuseUnfinishedDrains(cluster: ClusterState, now: number): void {
  const held = [...cluster.held].flatMap(([uid, { metadata }]) => {
    const pod = cluster.pods.get(uid);
    if (!pod?.node || pod.terminating) return [];
    const budget = `"${metadata.namespace}/${metadata.name}"`;
    const because = `PodDisruptionBudget ${budget} protects pod "${pod.plan.namespace}/${pod.plan.name}"`;
    return [{ node: pod.node, because }];
  });
  for (const sentence of unfinishedDrains(held)) refuseAction(cluster, now, sentence);
}

/** Evicts a pod, now or as soon as its budget allows it. */
export function evictPod(cluster: ClusterState, pod: EmbeddedPod, now: number, grace?: number): void {
  if (pod.terminating) return;
  const budgets = isProtected(pod) ? cluster.disruptions.budgetsOf(pod) : [];
  if (budgets.length > 1) {
    const { namespace, name } = pod.plan;
    const what = 'has more than one PodDisruptionBudget, which an eviction does not support';
    return refuseAction(cluster, now, `pod "${namespace}/${name}" ${what}`);
  }
  const [budget] = budgets;
  if (budget && budget.disruptionsAllowed === 0 && !isSpare(pod, budget)) {
    cluster.retries += 1;
    cluster.held.set(pod.uid, budget.budget);
    cluster.heap.push(now + DRAIN_RETRY, {
      kind: 'drain',
      uid: pod.uid,
      ...(grace !== undefined && { grace }),
    });
    return;
  }
  evictNow(cluster, pod, now, { grace });
  cluster.replaced?.lost(pod, now);
}

/** Whether the budgets of a pod allow its eviction at the moment. An eviction does not support more than one budget. */
export function mayEvict(cluster: ClusterState, pod: EmbeddedPod): boolean {
  const [budget, ...others] = isProtected(pod) ? cluster.disruptions.budgetsOf(pod) : [];
  if (others.length > 0) return false;
  return !budget || budget.disruptionsAllowed > 0 || isSpare(pod, budget);
}

/** Evicts a pod through the API, whose budgets are not asked again. `message` says why, for people; `grace` as for `drainNode`. */
export function evictNow(
  cluster: ClusterState,
  pod: EmbeddedPod,
  now: number,
  { message, grace }: { readonly message?: string; readonly grace?: number | undefined } = {},
): void {
  cluster.observer.observe({
    at: now,
    kind: 'pod-disrupted',
    uid: pod.uid,
    reason: REASON,
    ...(message !== undefined && { message }),
  });
  requestDeletion(cluster, pod, now, REASON, grace);
}

/** A pod that is pending or terminal is evicted without a look at budgets (registry/core/pod/storage/eviction.go, canIgnorePDB). */
function isProtected({ started, terminal }: EmbeddedPod): boolean {
  return started && !terminal;
}

/** A pod that is not ready may go while the others are enough, or if the budget says so (the same file, Create). */
function isSpare(
  { ready }: EmbeddedPod,
  { budget, currentHealthy, desiredHealthy }: SelectingBudget,
): boolean {
  if (ready) return false;
  if (budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return currentHealthy >= desiredHealthy && desiredHealthy > 0;
}
