/** Builds the observations of a node that joins or changes, and the taint that a cordon adds. */
import type { Node } from '../../core/objects/node.ts';
import { UNSCHEDULABLE_TAINT } from '../../core/objects/taints.ts';
import type { NodeAddedObservation, NodeChangedObservation } from '../../core/recording/observation.ts';

/** The node controller keeps a NoSchedule taint beside `spec.unschedulable` (pkg/controller/nodelifecycle, doNoScheduleTaintingPass). */
export function withCordonTaint(node: Node): Node {
  const unschedulable = node.spec?.unschedulable ?? false;
  const others = (node.spec?.taints ?? []).filter(({ key }) => key !== UNSCHEDULABLE_TAINT.key);
  return {
    ...node,
    spec: { ...node.spec, taints: unschedulable ? [...others, UNSCHEDULABLE_TAINT] : others },
  };
}

export function nodeAdded(
  at: number,
  uid: string,
  node: Node,
  pool: string | undefined,
): NodeAddedObservation {
  const { metadata, spec, status } = node;
  return {
    at,
    kind: 'node-added',
    uid,
    name: metadata.name,
    ...(pool === undefined ? {} : { pool }),
    labels: metadata.labels ?? {},
    ...(spec?.taints?.length ? { taints: spec.taints } : {}),
    ...(spec?.unschedulable ? { unschedulable: true } : {}),
    capacity: status.capacity ?? {},
    allocatable: status.allocatable ?? {},
    ...(status.images?.length ? { images: status.images } : {}),
    ...(status.declaredFeatures?.length ? { declaredFeatures: status.declaredFeatures } : {}),
  };
}

/** Everything that an update can change. */
export function nodeChanged(at: number, uid: string, node: Node): NodeChangedObservation {
  const { metadata, spec, status } = node;
  return {
    at,
    kind: 'node-changed',
    uid,
    labels: metadata.labels ?? {},
    taints: spec?.taints ?? [],
    unschedulable: spec?.unschedulable ?? false,
    capacity: status.capacity ?? {},
    allocatable: status.allocatable ?? {},
    ...(status.images ? { images: status.images } : {}),
    ...(status.declaredFeatures ? { declaredFeatures: status.declaredFeatures } : {}),
  };
}
