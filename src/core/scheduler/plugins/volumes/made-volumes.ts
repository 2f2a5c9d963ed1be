/** Describes the volume that a provisioner makes for a claim: of the size that it requests, and where its node or its class says. */
import type {
  CSINode,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../objects/cluster-object.ts';
import type { Node } from '../../../objects/node.ts';
import type { NodeSelector } from '../../../objects/pod.ts';
import { storageClassOf } from './claims.ts';

export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** For the node that the scheduler chose. From a CSI driver it has the topology of that node. */
export function volumeForNode(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  node: Pick<Node, 'metadata'>,
  csiNode: CSINode | undefined,
): PersistentVolume {
  return volumeFor(claim, storageClass.provisioner, topologyOf(storageClass, node, csiNode));
}

/** A provisioner that knows no node takes the first topology of the class. */
export function volumeForClass(claim: PersistentVolumeClaim, storageClass: StorageClass): PersistentVolume {
  const terms = storageClass.allowedTopologies?.[0]?.matchLabelExpressions ?? [];
  const matchExpressions = terms.map(({ key, values }) => ({
    key,
    operator: 'In',
    values: values.slice(0, 1),
  }));
  const required = terms.length > 0 ? { nodeSelectorTerms: [{ matchExpressions }] } : undefined;
  return volumeFor(claim, storageClass.provisioner, required);
}

function volumeFor(
  claim: PersistentVolumeClaim,
  driver: string,
  required: NodeSelector | undefined,
): PersistentVolume {
  const { uid, namespace, name } = claim.metadata;
  const volumeName = `pvc-${uid ?? `${namespace}-${name}`}`;
  const { accessModes = [], volumeMode, resources, volumeAttributesClassName } = claim.spec ?? {};
  return {
    kind: 'PersistentVolume',
    metadata: { name: volumeName },
    spec: {
      capacity: resources?.requests ?? {},
      accessModes,
      storageClassName: storageClassOf(claim),
      ...(volumeMode !== undefined && { volumeMode }),
      ...(volumeAttributesClassName !== undefined && { volumeAttributesClassName }),
      ...(required && { nodeAffinity: { required } }),
      csi: { driver, volumeHandle: volumeName },
    },
    status: { phase: 'Available' },
  };
}

/** The labels of the node that the driver on it, or else the class, names as its topology. */
function topologyOf(
  { provisioner, allowedTopologies }: StorageClass,
  { metadata: { labels } }: Pick<Node, 'metadata'>,
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
