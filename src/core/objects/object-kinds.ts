/** Lists the kinds of objects besides pods and nodes that decide where pods run: where an API server serves them, and what of each decides. */
import type { ClusterObjectKind } from './cluster-object.ts';
import { VOLUME_SOURCES } from './volume-sources.ts';

export interface ObjectKind {
  readonly kind: ClusterObjectKind;
  readonly apiVersion: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
  /** Whether its own labels decide: a selector chooses it, or they name a topology. */
  readonly hasDecidingLabels?: boolean;
  /** The annotations that decide. */
  readonly annotations?: readonly string[];
  /** Paths of the fields that decide, beside the metadata. */
  readonly fields: readonly string[];
}

/** CSI volumes, and the in-tree sources that CSI drivers took over. */
const DISKS = [
  'csi',
  'awsElasticBlockStore',
  'gcePersistentDisk',
  'azureDisk',
  'cinder',
  'vsphereVolume',
  'portworxVolume',
].flatMap((source) => Object.keys(VOLUME_SOURCES[source]!).map((field) => `spec.${source}.${field}`));

const WORKLOAD = ['spec.replicas', 'spec.selector'] as const;

/** A new kind is one entry here, its type in cluster-object.ts, and its redaction. */
export const OBJECT_KINDS: readonly ObjectKind[] = [
  {
    kind: 'Namespace',
    apiVersion: 'v1',
    plural: 'namespaces',
    isNamespaced: false,
    hasDecidingLabels: true,
    fields: [],
  },
  { kind: 'Service', apiVersion: 'v1', plural: 'services', isNamespaced: true, fields: ['spec.selector'] },
  {
    kind: 'ReplicationController',
    apiVersion: 'v1',
    plural: 'replicationcontrollers',
    isNamespaced: true,
    fields: WORKLOAD,
  },
  { kind: 'ReplicaSet', apiVersion: 'apps/v1', plural: 'replicasets', isNamespaced: true, fields: WORKLOAD },
  {
    kind: 'StatefulSet',
    apiVersion: 'apps/v1',
    plural: 'statefulsets',
    isNamespaced: true,
    fields: WORKLOAD,
  },
  { kind: 'Deployment', apiVersion: 'apps/v1', plural: 'deployments', isNamespaced: true, fields: WORKLOAD },
  {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    plural: 'daemonsets',
    isNamespaced: true,
    fields: ['spec.selector'],
  },
  {
    kind: 'Job',
    apiVersion: 'batch/v1',
    plural: 'jobs',
    isNamespaced: true,
    fields: [
      'spec.parallelism',
      'spec.completions',
      'spec.backoffLimit',
      'spec.activeDeadlineSeconds',
      'spec.ttlSecondsAfterFinished',
      'spec.selector',
    ],
  },
  {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    plural: 'poddisruptionbudgets',
    isNamespaced: true,
    fields: [
      'spec.selector',
      'spec.minAvailable',
      'spec.maxUnavailable',
      'spec.unhealthyPodEvictionPolicy',
      'status.disruptionsAllowed',
      'status.disruptedPods',
    ],
  },
  {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    isNamespaced: false,
    fields: ['value', 'globalDefault', 'preemptionPolicy'],
  },
  {
    kind: 'RuntimeClass',
    apiVersion: 'node.k8s.io/v1',
    plural: 'runtimeclasses',
    isNamespaced: false,
    fields: ['overhead.podFixed', 'scheduling.nodeSelector', 'scheduling.tolerations'],
  },
  {
    kind: 'PersistentVolume',
    apiVersion: 'v1',
    plural: 'persistentvolumes',
    isNamespaced: false,
    hasDecidingLabels: true,
    annotations: ['pv.kubernetes.io/provisioned-by', 'pv.kubernetes.io/migrated-to'],
    fields: [
      'spec.capacity',
      'spec.accessModes',
      'spec.storageClassName',
      'spec.volumeMode',
      'spec.volumeAttributesClassName',
      'spec.claimRef.namespace',
      'spec.claimRef.name',
      'spec.claimRef.uid',
      'spec.nodeAffinity.required',
      ...DISKS,
      'status.phase',
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    plural: 'persistentvolumeclaims',
    isNamespaced: true,
    annotations: [
      'pv.kubernetes.io/bind-completed',
      'pv.kubernetes.io/bound-by-controller',
      'volume.kubernetes.io/selected-node',
      'volume.kubernetes.io/storage-provisioner',
      'volume.beta.kubernetes.io/storage-class',
    ],
    fields: [
      'spec.accessModes',
      'spec.storageClassName',
      'spec.volumeMode',
      'spec.volumeAttributesClassName',
      'spec.volumeName',
      'spec.selector',
      'spec.resources.requests',
      'status.phase',
      'status.capacity',
    ],
  },
  {
    kind: 'StorageClass',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'storageclasses',
    isNamespaced: false,
    annotations: [
      'storageclass.kubernetes.io/is-default-class',
      'storageclass.beta.kubernetes.io/is-default-class',
    ],
    fields: ['provisioner', 'volumeBindingMode', 'allowedTopologies'],
  },
  {
    kind: 'CSINode',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'csinodes',
    isNamespaced: false,
    annotations: ['storage.alpha.kubernetes.io/migrated-plugins'],
    fields: ['spec.drivers'],
  },
  {
    kind: 'CSIDriver',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'csidrivers',
    isNamespaced: false,
    fields: ['spec.storageCapacity', 'spec.attachRequired', 'spec.preventPodSchedulingIfMissing'],
  },
  {
    kind: 'CSIStorageCapacity',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'csistoragecapacities',
    isNamespaced: true,
    fields: ['storageClassName', 'nodeTopology', 'capacity', 'maximumVolumeSize'],
  },
  {
    kind: 'VolumeAttachment',
    apiVersion: 'storage.k8s.io/v1',
    plural: 'volumeattachments',
    isNamespaced: false,
    fields: ['spec.attacher', 'spec.nodeName', 'spec.source.persistentVolumeName'],
  },
];

const BY_KIND = new Map<string, ObjectKind>(OBJECT_KINDS.map((entry) => [entry.kind, entry]));

/** Undefined for a kind that does not decide. */
export function objectKindOf(kind: string): ObjectKind | undefined {
  return BY_KIND.get(kind);
}
