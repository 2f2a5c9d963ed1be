/** Claims get their volumes when their pods get their nodes. */
import test from 'ava';
import type { ClusterObject, PersistentVolumeClaim } from '../../../src/core/objects/cluster-object.ts';
import { pods } from './one-node.ts';
import { observed, placements, type Run } from './small-play.ts';

const ZONE = 'topology.kubernetes.io/zone';

/** Two nodes in zones x and y, the class `wait`, a claim `c` and the objects of the text. */
const cluster = (provisioner: string, objects = '') => `cluster:
  nodes:
    - {name: a, template: {labels: {${ZONE}: x}, allocatable: {cpu: 2, memory: 4Gi}}}
    - {name: b, template: {labels: {${ZONE}: y}, allocatable: {cpu: 2, memory: 4Gi}}}
  objects:
    - kind: StorageClass
      metadata: {name: wait}
      provisioner: ${provisioner}
      volumeBindingMode: WaitForFirstConsumer
      allowedTopologies: [{matchLabelExpressions: [{key: ${ZONE}, values: [y]}]}]
    - kind: PersistentVolumeClaim
      metadata: {name: c, namespace: default}
      spec: {storageClassName: wait, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
${objects}`;

const VOLUME = `    - kind: PersistentVolume
      metadata: {name: v}
      spec:
        storageClassName: wait
        accessModes: [ReadWriteOnce]
        capacity: {storage: 2Gi}
        nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: ${ZONE}, operator: In, values: [y]}]}]}}
`;

const user = (name: string, at: string) =>
  `{name: ${name}, arrivalTime: ${at}, podSpec: {spec: {volumes: [{name: v, persistentVolumeClaim: {claimName: c}}], containers: [{}]}}}`;

function changed(run: Run): ClusterObject[] {
  return run.observations.flatMap((each) => (each.kind === 'object-set' && each.at > 0 ? [each.object] : []));
}

test('a claim is bound to the volume that exists, before its pod is bound', (t) => {
  const played = observed(cluster('kubernetes.io/no-provisioner', VOLUME) + pods(user('p', '1s')));
  t.deepEqual(placements(played), { p: '1.011s b' });
  const [volume, claim] = changed(played);
  t.like(volume, { metadata: { name: 'v' }, spec: { claimRef: { name: 'c' } }, status: { phase: 'Bound' } });
  t.like(claim, { metadata: { name: 'c' }, spec: { volumeName: 'v' }, status: { phase: 'Bound' } });
  const at = played.observations.findLast((each) => each.kind === 'object-set')?.at ?? 0;
  t.true(at > 0 && at < 1_011_000);
});

test('a volume is made where its class allows it, and later pods of the claim follow it', (t) => {
  const played = observed(cluster('disk.example.com') + pods(user('p', '1s'), user('q', '2s')));
  t.deepEqual(placements(played), { p: '1.011s b', q: '2.011s b' });
  t.is(changed(played).length, 2);
});

test('a claim of an immediate class gets its volume without a pod', (t) => {
  const immediate = (provisioner: string) =>
    cluster(provisioner).replace('WaitForFirstConsumer', 'Immediate') + pods(user('p', '1s'));
  const played = observed(immediate('disk.example.com'));
  t.deepEqual(placements(played), { p: '1.011s b' });
  t.deepEqual(placements(observed(immediate('kubernetes.io/no-provisioner'))), {});
});

test('a claim without a class gets the default class, and one with an empty class does not', (t) => {
  const text = cluster('disk.example.com').replace(
    '{name: wait}',
    '{name: wait, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}',
  );
  const unnamed = observed(text.replace('storageClassName: wait, ', '') + pods(user('p', '1s')));
  t.deepEqual(placements(unnamed), { p: '1.011s b' });
  const empty = observed(
    text.replace('storageClassName: wait', 'storageClassName: ""') + pods(user('p', '1s')),
  );
  t.deepEqual(placements(empty), {});
});

test('a claim without a class gets the newest default class, at equal age the first by name', (t) => {
  const isDefault = 'annotations: {storageclass.kubernetes.io/is-default-class: "true"}';
  const storageClass = (name: string) =>
    `{kind: StorageClass, metadata: {name: ${name}, ${isDefault}}, provisioner: disk.example.com}`;
  const claim = '{kind: PersistentVolumeClaim, metadata: {name: d}, spec: {accessModes: [ReadWriteOnce]}}';
  const played = (...events: readonly string[]) => {
    const run = observed(
      `cluster:\n  nodes: [{name: a, template: {allocatable: {cpu: 2, memory: 4Gi}}}]\n  objects: [${storageClass('f')}, ${storageClass('e')}]\nevents:\n  objects:\n${events.map((event) => `    - ${event}\n`).join('')}  pods: [{name: p, arrivalTime: 9s, template: small}]\n`,
    );
    const claims = changed(run).filter((object) => object.kind === 'PersistentVolumeClaim');
    return (claims.at(-1) as PersistentVolumeClaim).spec?.storageClassName;
  };
  const set = (at: string, object: string) => `{at: ${at}, action: set, object: ${object}}`;
  t.is(played(set('5s', claim)), 'e');
  t.is(played(set('2s', storageClass('z')), set('5s', claim)), 'z');
  // To set a class again makes it no newer.
  t.is(played(set('2s', storageClass('z')), set('3s', storageClass('f')), set('5s', claim)), 'z');
  t.is(played(set('0.5s', storageClass('z')), set('5s', claim)), 'e');
  t.is(played(set('6s', storageClass('z')), set('5s', claim)), 'e');
});
