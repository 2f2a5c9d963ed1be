/** Tests of objects that decide under redaction: what refers to a name still finds it, and figures stay. */
import test from 'ava';
import type { ClusterObject, ObjectOfKind } from '../../../../src/core/objects/cluster-object.ts';
import { compileLabelSelector } from '../../../../src/core/objects/label-selector.ts';
import { OBJECT_KINDS } from '../../../../src/core/objects/object-kinds.ts';
import { decodeObservation } from '../../../../src/core/recording/decode.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { createRedaction } from '../../../../src/core/recording/redaction/redaction.ts';
import { recordedText, redacted } from './canary.ts';
import { OBJECTS } from './full-cluster-objects.ts';
import { FULL, NODE } from './full-objects.ts';

const REDACTION = createRedaction({ names: { salt: 'pepper' } });
const OBSERVED = recordedText(REDACTION, { pods: [FULL], nodes: [NODE], objects: OBJECTS })
  .split('\n')
  .slice(1)
  .map((line) => decodeObservation(line, { file: 'x', line: 1 })!);

function observed<Kind extends Observation['kind']>(kind: Kind): Extract<Observation, { kind: Kind }> {
  return OBSERVED.find((each): each is Extract<Observation, { kind: Kind }> => each.kind === kind)!;
}

function object<Kind extends ClusterObject['kind']>(kind: Kind): ObjectOfKind<Kind> {
  const all = OBSERVED.flatMap((each) => (each.kind === 'object-set' ? [each.object] : []));
  return all.find((each) => each.kind === kind) as ObjectOfKind<Kind>;
}

test('every kind that decides is recorded', (t) => {
  for (const { kind } of OBJECT_KINDS) t.regex(object(kind).metadata.uid!, /^uid-[0-9a-f]{20}$/);
});

test('a selector finds the labels of a pod after redaction, with numbers hidden', (t) => {
  const pod = observed('pod-created');
  const labels = { ...pod.labels, ...object('Service').spec!.selector };
  t.true(compileLabelSelector(object('ReplicaSet').spec!.selector)(labels));
  t.false(JSON.stringify(object('ReplicaSet')).includes('80211'));
  t.is(Object.keys(pod.labels!).length, 2);
});

test('owners, namespaces, claims, volumes, classes, nodes and drivers are found again', (t) => {
  const pod = observed('pod-created');
  const node = observed('node-added');
  t.is(object('Namespace').metadata.name, pod.namespace);
  t.is(object('Service').metadata.namespace, pod.namespace);
  t.is(object('ReplicaSet').metadata.name, pod.owners![0]!.name);
  const claim = object('PersistentVolumeClaim');
  const volume = object('PersistentVolume');
  t.is(pod.volumes?.[0]?.persistentVolumeClaim?.claimName, claim.metadata.name);
  t.is(claim.spec?.volumeName, volume.metadata.name);
  t.like(volume.spec?.claimRef, { name: claim.metadata.name, namespace: claim.metadata.namespace! });
  t.is(claim.spec?.storageClassName, object('StorageClass').metadata.name);
  t.is(object('CSIStorageCapacity').storageClassName, object('StorageClass').metadata.name);
  t.is(object('CSINode').metadata.name, node.name);
  t.is(claim.metadata.annotations?.['volume.kubernetes.io/selected-node'], node.name);
  t.is(object('VolumeAttachment').spec?.nodeName, node.name);
  t.is(object('VolumeAttachment').spec?.source?.persistentVolumeName, volume.metadata.name);
  const driver = object('CSIDriver').metadata.name;
  t.is(object('StorageClass').provisioner, driver);
  t.is(object('CSINode').spec?.drivers?.[0]?.name, driver);
  t.is(volume.spec?.csi?.driver, driver);
  const template = observed('template').template.spec;
  t.is(object('PriorityClass').metadata.name, template.priorityClassName!);
  t.is(object('RuntimeClass').metadata.name, template.runtimeClassName!);
});

test('topologies are the same on volumes, classes and nodes', (t) => {
  const [term] = object('PersistentVolume').spec!.nodeAffinity!.required!.nodeSelectorTerms;
  const { key, values } = term!.matchExpressions![0]!;
  const [topology] = object('StorageClass').allowedTopologies![0]!.matchLabelExpressions!;
  t.is(topology!.key, key);
  t.is(topology!.values[0], values![0]);
  t.is(object('CSINode').spec?.drivers?.[0]?.topologyKeys?.[0], key);
  t.deepEqual(object('CSIStorageCapacity').nodeTopology?.matchLabels, { [key]: values![0]! });
  t.is(object('PersistentVolume').metadata.labels?.[key], values![0]);
});

test('numbers, shares, amounts and words of the API stay', (t) => {
  t.is(object('PriorityClass').value, 1000);
  t.deepEqual(object('PodDisruptionBudget').spec?.minAvailable, '50%');
  t.is(object('PodDisruptionBudget').status?.disruptionsAllowed, 1);
  t.is(object('Job').spec?.completions, 3);
  t.is(object('CSINode').spec?.drivers?.[0]?.allocatable?.count, 25);
  t.deepEqual(object('PersistentVolume').spec?.capacity, { storage: '10Gi' });
  t.deepEqual(object('PersistentVolume').spec?.accessModes, ['ReadWriteOnce', '…']);
  t.is(object('StorageClass').volumeBindingMode, 'WaitForFirstConsumer');
  t.is(object('PersistentVolume').status?.phase, 'Bound');
  t.is(observed('node-added').images?.[0]?.sizeBytes, 7);
  t.deepEqual(observed('node-added').declaredFeatures, ['GuaranteedQoSPodCPUResize']);
});

const set = (given: object): string =>
  redacted(REDACTION, { at: 0, kind: 'object-set', object: given as ClusterObject });

test('an object of a kind that is not in the list is not recorded', (t) => {
  t.is(set({ kind: 'Secret', metadata: { name: 'a', uid: 'u' } }), '');
  t.is(set({ kind: 'toString', metadata: { name: 'a', uid: 'u' } }), '');
});

test('names that every cluster has stay: built-in classes, provisioners, namespaces', (t) => {
  t.true(
    set({
      kind: 'PriorityClass',
      metadata: { name: 'system-node-critical', uid: 'u' },
      value: 2_000_001_000,
    }).includes('"system-node-critical"'),
  );
  t.true(
    set({
      kind: 'StorageClass',
      metadata: { name: 'a', uid: 'u' },
      provisioner: 'kubernetes.io/no-provisioner',
    }).includes('"kubernetes.io/no-provisioner"'),
  );
  t.true(set({ kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u' } }).includes('"kube-system"'));
});

test('nominations and changed labels get the pseudonyms of their node and first labels', (t) => {
  const nominated = redacted(REDACTION, { at: 0, kind: 'pod-nominated', uid: 'p', node: 'acme-node-1' });
  t.true(nominated.includes(`"${observed('node-added').name}"`));
  const changed = redacted(REDACTION, {
    at: 0,
    kind: 'pod-changed',
    uid: 'p',
    labels: { 'acme.example/team': 'gold' },
  });
  const [entry] = Object.entries((JSON.parse(changed) as { labels: Record<string, string> }).labels);
  t.is(observed('pod-created').labels?.[entry![0]], entry![1]);
});
