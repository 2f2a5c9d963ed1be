/** Makes the node object, as a scheduler reads it, from the observations of a node. */
import type { Node } from '../objects/node.ts';
import { parseAmount } from '../objects/quantity.ts';
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

/** An inferred node after more of it was inferred: with all labels, and the most of each resource. */
export function grownNode(node: Node, change: NodeChangedObservation): Node {
  const { metadata, status } = changedNode(node, change);
  const before = node.status.allocatable ?? {};
  const allocatable = { ...before };
  for (const [resource, amount] of Object.entries(status.allocatable ?? {}))
    if (parseAmount(resource, amount) > parseAmount(resource, before[resource] ?? 0))
      allocatable[resource] = amount;
  const labels = { ...node.metadata.labels, ...metadata.labels };
  return {
    ...node,
    metadata: { ...metadata, labels },
    status: { ...node.status, allocatable, capacity: allocatable },
  };
}
