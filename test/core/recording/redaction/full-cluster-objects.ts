/** Gives one object of each kind that decides, with a secret or a name in every field that can hold one. */
import { OBJECT_KINDS } from '../../../../src/core/objects/object-kinds.ts';
import { CANARY } from './full-objects.ts';

const SELECTOR = {
  matchLabels: { app: 'acme' },
  matchExpressions: [{ key: 'acme.example/team', operator: 'In', values: ['gold', '80211'] }],
};

/** What each kind has beside its metadata. */
const BODIES: Readonly<Record<string, object>> = {
  Namespace: { spec: { finalizers: [CANARY] } },
  Service: { spec: { selector: { app: 'acme' }, externalName: CANARY, clusterIP: '10.1.2.3' } },
  ReplicationController: { spec: { replicas: 2, selector: { app: 'acme' }, template: { note: CANARY } } },
  ReplicaSet: { spec: { replicas: 2, selector: SELECTOR, template: { note: CANARY } } },
  StatefulSet: { spec: { replicas: 2, selector: SELECTOR, serviceName: CANARY } },
  Deployment: { spec: { replicas: 2, selector: SELECTOR, template: { note: CANARY } } },
  DaemonSet: { spec: { selector: SELECTOR, template: { note: CANARY } } },
  Job: { spec: { parallelism: 2, completions: 3, selector: SELECTOR, template: { note: CANARY } } },
  PodDisruptionBudget: {
    spec: {
      selector: SELECTOR,
      minAvailable: '50%',
      maxUnavailable: CANARY,
      unhealthyPodEvictionPolicy: CANARY,
    },
    status: {
      disruptionsAllowed: 1,
      disruptedPods: { 'acme-web-0': CANARY },
      conditions: [{ message: CANARY }],
    },
  },
  PriorityClass: { value: 1000, preemptionPolicy: CANARY, description: CANARY },
  RuntimeClass: {
    handler: CANARY,
    overhead: { podFixed: { memory: '64Mi' } },
    scheduling: {
      nodeSelector: { 'acme.example/disk': 'fast', token: CANARY },
      tolerations: [{ key: 'acme.example/only', operator: 'Equal', value: 'payments', effect: 'NoSchedule' }],
    },
  },
  PersistentVolume: {
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce', CANARY],
      storageClassName: 'acme-fast',
      claimRef: { kind: CANARY, namespace: 'acme-payments', name: 'acme-data-0', uid: 'c1' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'acme.example/rack', operator: 'In', values: ['gold'] }] },
          ],
        },
      },
      csi: {
        driver: 'csi.acme.example',
        volumeHandle: CANARY,
        volumeAttributes: { password: CANARY },
        nodePublishSecretRef: { name: CANARY },
      },
      nfs: { server: CANARY, path: CANARY },
      mountOptions: [CANARY],
    },
    status: { phase: 'Bound', message: CANARY },
  },
  PersistentVolumeClaim: {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'acme-fast',
      volumeName: 'acme-pv',
      selector: SELECTOR,
      resources: { requests: { storage: '10Gi' } },
      dataSource: { name: CANARY },
    },
    status: { phase: CANARY, capacity: { storage: '10Gi' } },
  },
  StorageClass: {
    provisioner: 'csi.acme.example',
    volumeBindingMode: 'WaitForFirstConsumer',
    parameters: { password: CANARY },
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'acme.example/rack', values: ['gold', CANARY] }] }],
  },
  CSINode: {
    spec: {
      drivers: [
        {
          name: 'csi.acme.example',
          nodeID: CANARY,
          topologyKeys: ['acme.example/rack'],
          allocatable: { count: 25 },
        },
      ],
    },
  },
  CSIDriver: { spec: { storageCapacity: true, tokenRequests: [{ audience: CANARY }] } },
  CSIStorageCapacity: {
    storageClassName: 'acme-fast',
    nodeTopology: { matchLabels: { 'acme.example/rack': 'gold' } },
    capacity: '10Gi',
  },
  VolumeAttachment: {
    spec: {
      attacher: 'csi.acme.example',
      nodeName: 'acme-node-1',
      source: { persistentVolumeName: 'acme-pv', inlineVolumeSpec: { note: CANARY } },
    },
    status: { attachError: { message: CANARY } },
  },
};

/** Annotations that decide, with values that name things; and one that does not decide. */
const ANNOTATIONS = {
  note: CANARY,
  'pv.kubernetes.io/provisioned-by': 'csi.acme.example',
  'pv.kubernetes.io/bind-completed': CANARY,
  'volume.kubernetes.io/selected-node': 'acme-node-1',
  'volume.beta.kubernetes.io/storage-class': 'acme-fast',
  'storage.alpha.kubernetes.io/migrated-plugins': 'kubernetes.io/aws-ebs,acme.example/own',
};

const NAMES: Readonly<Record<string, string>> = {
  Namespace: 'acme-payments',
  PersistentVolume: 'acme-pv',
  PersistentVolumeClaim: 'acme-data-0',
  StorageClass: 'acme-fast',
  CSINode: 'acme-node-1',
  CSIDriver: 'csi.acme.example',
  PriorityClass: 'acme-high',
  RuntimeClass: 'acme-runtime',
  ReplicaSet: 'acme-web',
};

export const OBJECTS = OBJECT_KINDS.map(({ kind, isNamespaced }) => ({
  kind,
  metadata: {
    name: NAMES[kind] ?? `acme-${kind.toLowerCase()}`,
    ...(isNamespaced ? { namespace: 'acme-payments' } : {}),
    uid: `uid-${kind}`,
    labels: { 'acme.example/team': 'gold', 'acme.example/rack': 'gold', token: CANARY },
    annotations: ANNOTATIONS,
    ownerReferences: [
      { apiVersion: 'acme.example/v1', kind: 'Owner', name: 'acme-owner', uid: 'o1', controller: true },
    ],
    managedFields: [{ manager: CANARY }],
    deletionTimestamp: CANARY,
  },
  ...BODIES[kind],
}));
