/** Tests of pruned objects: what decides stays, and nothing else. */
import test from 'ava';
import { OBJECT_KINDS, objectKindOf } from '../../../src/core/objects/object-kinds.ts';
import { prunedObject } from '../../../src/core/objects/pruned-object.ts';

test('a ReplicaSet keeps its selector and controller, and loses the template of its pods', (t) => {
  const object = {
    apiVersion: 'apps/v1',
    metadata: {
      name: 'web-1',
      namespace: 'default',
      uid: 'r1',
      resourceVersion: '5',
      labels: { app: 'web' },
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Other', name: 'x', uid: 'o' },
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'web',
          uid: 'd1',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: [{ manager: 'kubectl' }],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { containers: [{ env: [{ name: 'PASSWORD', value: 'x' }] }] } },
    },
    status: { replicas: 3 },
  };
  t.deepEqual(prunedObject(object, objectKindOf('ReplicaSet')!) as unknown, {
    kind: 'ReplicaSet',
    metadata: {
      name: 'web-1',
      namespace: 'default',
      uid: 'r1',
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd1', controller: true },
      ],
    },
    spec: { replicas: 0, selector: { matchLabels: { app: 'web' } } },
  });
});

test('a volume keeps labels, listed annotations and its source, without credentials', (t) => {
  const object = {
    metadata: {
      name: 'pv',
      uid: 'v',
      labels: { 'topology.kubernetes.io/zone': 'a' },
      annotations: { 'pv.kubernetes.io/provisioned-by': 'csi', note: 'x' },
      deletionTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: {
      csi: { driver: 'csi', volumeHandle: 'h', nodePublishSecretRef: { name: 's' }, volumeAttributes: {} },
      claimRef: { kind: 'PersistentVolumeClaim', namespace: 'a', name: 'b', uid: 'c' },
      nodeAffinity: null,
      mountOptions: ['x'],
    },
    status: { phase: 'Bound', message: 'x' },
  };
  t.deepEqual(prunedObject(object, objectKindOf('PersistentVolume')!) as unknown, {
    kind: 'PersistentVolume',
    metadata: {
      name: 'pv',
      uid: 'v',
      labels: { 'topology.kubernetes.io/zone': 'a' },
      annotations: { 'pv.kubernetes.io/provisioned-by': 'csi' },
      deletionTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { claimRef: { namespace: 'a', name: 'b', uid: 'c' }, csi: { driver: 'csi', volumeHandle: 'h' } },
    status: { phase: 'Bound' },
  });
});

for (const entry of OBJECT_KINDS) {
  test(`a ${entry.kind} without any field is its kind and an empty metadata`, (t) => {
    t.deepEqual(prunedObject({}, entry) as unknown, { kind: entry.kind, metadata: {} });
    t.deepEqual(prunedObject(null, entry) as unknown, { kind: entry.kind, metadata: {} });
  });
}
