/** Makes the node object, as a scheduler reads it, from the observations of a node. */
import type { Node } from '../objects/node.ts';
import type { NodeAddedObservation, NodeChangedObservation } from './observation.ts';

/** The node as it was first seen. */
export function addedNode(seen: NodeAddedObservation): Node {
  const { name, labels = {}, taints = [], unschedulable = false, allocatable, capacity = allocatable } = seen;
  const { images, declaredFeatures } = seen;
  return {
    metadata: { name, labels },
    spec: { unschedulable, taints },
    status: {
      capacity,
      allocatable,
      ...(images && { images }),
      ...(declaredFeatures && { declaredFeatures }),
    },
  };
}

/** The node after a change. Its condition is not part of it: a node that is not ready has taints that say so. */
export function changedNode({ metadata, spec, status }: Node, change: NodeChangedObservation): Node {
  const images = change.images ?? status.images;
  const declaredFeatures = change.declaredFeatures ?? status.declaredFeatures;
  return {
    metadata: { ...metadata, labels: change.labels ?? metadata.labels ?? {} },
    spec: {
      unschedulable: change.unschedulable ?? spec?.unschedulable ?? false,
      taints: change.taints ?? spec?.taints ?? [],
    },
    status: {
      capacity: change.capacity ?? status.capacity ?? {},
      allocatable: change.allocatable ?? status.allocatable ?? {},
      ...(images && { images }),
      ...(declaredFeatures && { declaredFeatures }),
    },
  };
}
