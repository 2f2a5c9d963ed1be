/** Makes the objects that a binding leaves behind: bound claims and volumes, and volumes that a provisioner makes for a node. */
import type {
  ClusterObject,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../objects/cluster-object.ts';
import type { Node } from '../../../objects/node.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import { reservedFor, withAnnotation } from './assumed-volumes.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER, storageClassOf } from './claims.ts';
import { volumeForNode } from './made-volumes.ts';
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

function provisioned(claim: PersistentVolumeClaim, node: Node, objects: ClusterObjects): PersistentVolume {
  const storageClass = objects.get('StorageClass', undefined, storageClassOf(claim)) as StorageClass;
  return volumeForNode(claim, storageClass, node, objects.get('CSINode', undefined, node.metadata.name));
}
