/** Adds, changes and removes the nodes of the embedded cluster, each with its observation. */
import type { Node } from '../../core/objects/node.ts';
import type { NodeAddedObservation } from '../../core/recording/observation.ts';
import { type ClusterState, type EmbeddedPod, refuseAction } from './cluster-state.ts';
import { nodeAdded, nodeChanged, withCordonTaint } from './observed-node.ts';
import { removePod } from './pod-deletion.ts';
import { scheduleEviction } from './taint-eviction.ts';

/** What only its autoscaler knows of a node. */
type NodeFacts = Pick<NodeAddedObservation, 'ordered' | 'price'>;

export function addClusterNode(
  cluster: ClusterState,
  added: Node,
  pool: string | undefined,
  now: number,
  facts: NodeFacts = {},
): void {
  const { name } = added.metadata;
  if (cluster.nodes.has(name)) return refuseAction(cluster, now, `node "${name}" exists already`);
  cluster.uids += 1;
  const uid = `n${cluster.uids}`;
  const node = withCordonTaint(added);
  cluster.nodes.set(name, { uid, node, pods: new Set() });
  cluster.observer.observe({ ...nodeAdded(now, uid, node, pool), ...facts });
  cluster.scheduler.addNode(node, now);
  cluster.replaced?.nodeAdded(name, now);
}

export function updateClusterNode(cluster: ClusterState, updated: Node, now: number): void {
  const { name } = updated.metadata;
  const known = cluster.nodes.get(name);
  if (!known) return refuseAction(cluster, now, `node "${name}" does not exist and cannot be updated`);
  const node = withCordonTaint(updated);
  known.node = node;
  cluster.observer.observe(nodeChanged(now, known.uid, node));
  cluster.scheduler.updateNode(node, now);
  for (const uid of known.pods) scheduleEviction(cluster, cluster.pods.get(uid)!, node, now);
}

export function setUnschedulable(
  cluster: ClusterState,
  name: string,
  unschedulable: boolean,
  now: number,
): void {
  const known = cluster.nodes.get(name);
  if (!known) {
    const what = unschedulable ? 'cordoned' : 'uncordoned';
    return refuseAction(cluster, now, `node "${name}" does not exist and cannot be ${what}`);
  }
  known.node = withCordonTaint({ ...known.node, spec: { ...known.node.spec, unschedulable } });
  const taints = known.node.spec?.taints ?? [];
  cluster.observer.observe({ at: now, kind: 'node-changed', uid: known.uid, unschedulable, taints });
  cluster.scheduler.updateNode(known.node, now);
}

export function removeClusterNode(cluster: ClusterState, name: string, now: number): void {
  const known = cluster.nodes.get(name);
  if (!known) return refuseAction(cluster, now, `node "${name}" does not exist and cannot be removed`);
  const pods = [...known.pods].flatMap((uid) => cluster.pods.get(uid) ?? []);
  for (const pod of pods) removePod(cluster, pod, now, 'node removed');
  cluster.nodes.delete(name);
  cluster.observer.observe({ at: now, kind: 'node-removed', uid: known.uid });
  cluster.scheduler.removeNode(name, now);
  for (const pod of pods) if (!pod.terminating) cluster.replaced?.lost(pod, now);
}

/** Of a pod whose node goes while it is being bound. */
export function loseWithNode(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  removePod(cluster, pod, now, 'node removed');
  if (!pod.terminating) cluster.replaced?.lost(pod, now);
}
