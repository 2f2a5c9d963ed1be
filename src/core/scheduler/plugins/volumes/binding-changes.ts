/** Makes the objects that a binding leaves behind: bound claims and volumes, and volumes that a provisioner makes for a node. */
import type {
  ClusterObject,
  CSINode,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../objects/cluster-object.ts';
import type { Node } from '../../../objects/node.ts';
import type { NodeSelector } from '../../../objects/pod.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import { reservedFor, withAnnotation } from './assumed-volumes.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER, storageClassOf } from './claims.ts';
import type { NodeVolumes } from './node-volumes.ts';

/** In an API server the volume controller and the provisioner make these changes; here they are complete at once. */
export function bindingChanges(
  { matched, provisions }: NodeVolumes,
  node: Node,
  objects: ClusterObjects,
): readonly ClusterObject[] {
  const made = provisions.map(({ claim }) => ({ claim, volume: provisioned(claim, node, objects) }));
  return [...matched, ...made].flatMap(({ claim, volume }) => {
    const bound = reservedFor(volume, claim);
    return [{ ...bound, status: { ...bound.status, phase: 'Bound' } }, boundClaim(claim, volume)];
  });
}

function boundClaim(
  claim: PersistentVolumeClaim,
  { metadata, spec }: PersistentVolume,
): PersistentVolumeClaim {
  const bound = withAnnotation(withAnnotation(claim, BIND_COMPLETED, 'yes'), BOUND_BY_CONTROLLER, 'yes');
  const capacity = spec?.capacity;
  return {
    ...bound,
    spec: { ...claim.spec, volumeName: metadata.name },
    status: { ...claim.status, phase: 'Bound', ...(capacity && { capacity }) },
  };
}

/** The volume has the size that the claim requests and, from a CSI driver, the topology of the node. */
function provisioned(claim: PersistentVolumeClaim, node: Node, objects: ClusterObjects): PersistentVolume {
  const { uid, namespace, name } = claim.metadata;
  const volumeName = `pvc-${uid ?? `${namespace}-${name}`}`;
  const className = storageClassOf(claim);
  const storageClass = objects.get('StorageClass', undefined, className) as StorageClass;
  const csiNode = objects.get('CSINode', undefined, node.metadata.name);
  const required = topologyOf(storageClass, node, csiNode);
  const { accessModes = [], volumeMode, resources, volumeAttributesClassName } = claim.spec ?? {};
  return {
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
    spec: {
      capacity: resources?.requests ?? {},
      accessModes,
      storageClassName: className,
      ...(volumeMode !== undefined && { volumeMode }),
      ...(volumeAttributesClassName !== undefined && { volumeAttributesClassName }),
      ...(required && { nodeAffinity: { required } }),
      csi: { driver: storageClass.provisioner, volumeHandle: volumeName },
    },
    status: { phase: 'Available' },
  };
}

/** The labels of the node that the driver on it, or else the class, names as its topology. */
function topologyOf(
  { provisioner, allowedTopologies }: StorageClass,
  { metadata: { labels } }: Node,
  csiNode: CSINode | undefined,
): NodeSelector | undefined {
  const ofDriver = csiNode?.spec?.drivers?.find(({ name }) => name === provisioner)?.topologyKeys ?? [];
  const ofClass = (allowedTopologies ?? []).flatMap(({ matchLabelExpressions }) =>
    (matchLabelExpressions ?? []).map(({ key }) => key),
  );
  const keys = new Set(ofDriver.length > 0 ? ofDriver : ofClass);
  const matchExpressions = [...keys].flatMap((key) =>
    labels?.[key] === undefined ? [] : [{ key, operator: 'In', values: [labels[key]] }],
  );
  return matchExpressions.length > 0 ? { nodeSelectorTerms: [{ matchExpressions }] } : undefined;
}
