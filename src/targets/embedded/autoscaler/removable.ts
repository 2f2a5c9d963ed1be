/** Decides whether the pods of an underused node may be evicted, and whether all of them have room on other nodes. */
import { UNSCHEDULABLE_TAINT } from '../../../core/objects/taints.ts';
import type { ClusterState, EmbeddedPod } from '../cluster-state.ts';
import { type ClusterMirror, staysWithNode } from './cluster-mirror.ts';

/** Annotations by which a pod refuses to be moved: of Cluster Autoscaler and of Karpenter. */
const REFUSALS: readonly (readonly [key: string, value: string])[] = [
  ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'false'],
  ['karpenter.sh/do-not-disrupt', 'true'],
];

/** @param others names of the nodes that are there. The mirror is as before afterwards. */
export function canBeDrained(
  cluster: ClusterState,
  mirror: ClusterMirror,
  name: string,
  others: readonly string[],
): boolean {
  const known = mirror.nodes.get(name);
  if (!known) return false;
  const pods = [...known.pods]
    .flatMap((uid) => cluster.pods.get(uid) ?? [])
    .filter((pod) => !staysWithNode(pod));
  const moving = pods.filter(({ terminating }) => !terminating);
  if (!moving.every((pod) => mayMove(cluster, pod))) return false;
  const { node } = known;
  mirror.updateNode({
    ...node,
    spec: { ...node.spec, unschedulable: true, taints: [...(node.spec?.taints ?? []), UNSCHEDULABLE_TAINT] },
  });
  for (const { uid } of moving) mirror.unplace(uid);
  const fits = moving.every(({ uid }) => {
    const found = mirror.firstWithRoom(uid, others);
    if (found !== undefined) mirror.place(uid, found);
    return found !== undefined;
  });
  for (const { uid } of moving) mirror.place(uid, name);
  mirror.updateNode(node);
  return fits;
}

/** A pod without a controller would not come back. Each budget must allow at least one eviction now; the drain waits for the others. */
function mayMove(cluster: ClusterState, pod: EmbeddedPod): boolean {
  if (!pod.bound || !pod.plan.owners?.length) return false;
  const annotations = pod.plan.template.metadata?.annotations ?? {};
  if (REFUSALS.some(([key, value]) => annotations[key] === value)) return false;
  const budgets = cluster.disruptions.budgetsOf(pod);
  return budgets.length <= 1 && budgets.every(({ disruptionsAllowed }) => disruptionsAllowed > 0);
}
