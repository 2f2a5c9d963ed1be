/** Decides whether a volume can be made for a claim on a node (volumebinding/binder.go, checkVolumeProvisions). */
import type {
  CSIStorageCapacity,
  PersistentVolumeClaim,
  TopologySelectorTerm,
} from '../../../objects/cluster-object.ts';
import { compileLabelSelector, type LabelMatcher, type Labels } from '../../../objects/label-selector.ts';
import type { Node } from '../../../objects/node.ts';
import { parseQuantity } from '../../../objects/quantity.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import { requestedBytes, storageClassOf } from './claims.ts';
import { NO_PROVISIONER } from './made-volumes.ts';

export type Provisioning =
  | 'impossible'
  | 'too-little-space'
  /** Undefined: the driver does not track its capacity. */
  | { readonly capacity: CSIStorageCapacity | undefined };

export function provisioningOf(
  claim: PersistentVolumeClaim,
  node: Node,
  objects: ClusterObjects,
): Provisioning {
  const storageClass = objects.get('StorageClass', undefined, storageClassOf(claim));
  const labels = node.metadata.labels ?? {};
  if (!storageClass?.provisioner || storageClass.provisioner === NO_PROVISIONER) return 'impossible';
  if (!topologyAllows(storageClass.allowedTopologies ?? [], labels)) return 'impossible';
  if (claim.spec?.resources?.requests?.storage === undefined) return { capacity: undefined };
  const driver = objects.get('CSIDriver', undefined, storageClass.provisioner);
  if (!driver?.spec?.storageCapacity) return { capacity: undefined };
  const bytes = requestedBytes(claim);
  for (const capacity of objects.all('CSIStorageCapacity')) {
    if (capacity.storageClassName !== storageClass.metadata.name) continue;
    if ((volumeLimit(capacity) ?? -1) >= bytes && isAccessible(capacity, labels)) return { capacity };
  }
  return 'too-little-space';
}

/** The largest volume in bytes. Undefined: not known. */
export function volumeLimit({ maximumVolumeSize, capacity }: CSIStorageCapacity): number | undefined {
  const limit = maximumVolumeSize ?? capacity;
  return limit === undefined ? undefined : parseQuantity(limit);
}

/** No terms allow every node; a term without expressions allows none. */
function topologyAllows(terms: readonly TopologySelectorTerm[], labels: Labels): boolean {
  if (terms.length === 0) return true;
  return terms.some(({ matchLabelExpressions }) => {
    if (!matchLabelExpressions?.length) return false;
    return matchLabelExpressions.every(
      ({ key, values }) => Object.hasOwn(labels, key) && values.includes(labels[key] as string),
    );
  });
}

const matchers = new WeakMap<CSIStorageCapacity, LabelMatcher>();

/** Without a topology no node has access. */
function isAccessible(capacity: CSIStorageCapacity, labels: Labels): boolean {
  let matches = matchers.get(capacity);
  if (!matches) {
    matches = compileLabelSelector(capacity.nodeTopology);
    matchers.set(capacity, matches);
  }
  return matches(labels);
}
