/** Keeps the objects besides pods and nodes that decide where pods run: Services, budgets, claims, controllers and the like. */
import type { ClusterObject } from '../../core/objects/cluster-object.ts';
import { type ClusterState, refuseAction } from './cluster-state.ts';

/** Adds or replaces an object. One without a uid gets that of the object that it replaces, or a new one. */
export function setClusterObject(cluster: ClusterState, object: ClusterObject, now: number): void {
  const { objects, createdAt, scheduler, observer } = cluster;
  const { kind, metadata } = object;
  const before = objects.get(kind, metadata.namespace, metadata.name);
  const uid = metadata.uid ?? before?.metadata.uid ?? nextUid(cluster);
  const known = { ...object, metadata: { ...metadata, uid } } as ClusterObject;
  objects.set(known);
  if (!before) createdAt.set(uid, now);
  observer.observe({ at: now, kind: 'object-set', object: known });
  scheduler.setObject(known, now);
}

export function removeClusterObject(
  cluster: ClusterState,
  { kind, metadata }: Pick<ClusterObject, 'kind' | 'metadata'>,
  now: number,
): void {
  const { namespace, name } = metadata;
  const known = cluster.objects.remove(kind, namespace, name);
  if (!known) {
    const place = namespace === undefined ? name : `${namespace}/${name}`;
    return refuseAction(cluster, now, `${kind} "${place}" does not exist and cannot be removed`, 'object');
  }
  cluster.createdAt.delete(known.metadata.uid!);
  cluster.observer.observe({ at: now, kind: 'object-removed', uid: known.metadata.uid! });
  cluster.scheduler.removeObject(known, now);
}

function nextUid(cluster: ClusterState): string {
  cluster.uids += 1;
  return `o${cluster.uids}`;
}
