/** VolumeBinding: which nodes the volumes of a pod leave, and which volumes its claims get. */
import test from 'ava';
import type { ClusterObject, PersistentVolumeClaim } from '../../../../../src/core/objects/cluster-object.ts';
import {
  claim,
  claimPod,
  cluster,
  place,
  reach,
  volume,
  volumePod,
  waitClass,
  ZONE,
} from './volume-cluster.ts';

const NOT_FOUND = "0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind.";
const one = { a: { [ZONE]: 'x' } };
const two = { a: { [ZONE]: 'x' }, b: { [ZONE]: 'y' } };

/** The volume that the claim `c` gets with the pod, or why it gets none. */
function volumeFor(
  objects: readonly ClusterObject[],
  of: PersistentVolumeClaim = claim('c'),
): string | undefined {
  const scheduler = cluster(one, [waitClass(), of, ...objects]);
  scheduler.addPod(claimPod('p', ['c']), 0);
  const decision = scheduler.scheduleOne(0);
  const bound = decision?.changes?.find(({ kind }) => kind === 'PersistentVolumeClaim');
  return bound ? (bound as PersistentVolumeClaim).spec?.volumeName : decision?.message?.split('. ')[0];
}

const plain = (message: string) => message.replace(/\.$/, '');

test('a pod follows the node affinity of its bound volume', (t) => {
  const objects = [volume('v', reach(ZONE, 'y')), claim('c', { volumeName: 'v' })];
  t.is(place(cluster(two, objects), claimPod('p', ['c'])), 'b');
  const message = (version: '1.32' | '1.33') => place(cluster(one, objects, version), claimPod('p', ['c']));
  t.is(message('1.33'), "0/1 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity.");
  t.is(message('1.32'), '0/1 nodes are available: 1 node(s) had volume node affinity conflict.');
});

test('claims without a usable volume stop the pod before any node is checked', (t) => {
  const lost = { ...claim('c', { volumeName: 'v' }), status: { phase: 'Lost' } };
  const rejected = (object: PersistentVolumeClaim, ...more: ClusterObject[]) =>
    place(cluster(one, [object, ...more]), claimPod('p', ['c']));
  const head = '0/1 nodes are available: ';
  t.is(rejected(lost), `${head}persistentvolumeclaim "c" bound to non-existent persistentvolume "v".`);
  t.is(
    rejected(claim('c', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' })),
    `${head}persistentvolumeclaim "c" is being deleted.`,
  );
  const unbound = `${head}pod has unbound immediate PersistentVolumeClaims.`;
  t.is(rejected(claim('c')), unbound);
  t.is(rejected(claim('c'), waitClass({ volumeBindingMode: 'Immediate' })), unbound);
  const prebound = { ...claim('c', { volumeName: 'v' }, { annotations: {} }), status: { phase: 'Pending' } };
  t.is(rejected(prebound, waitClass()), unbound);
});

test('an ephemeral volume waits for a claim that its pod owns', (t) => {
  const ephemeral = volumePod('p', [{ ephemeral: { volumeClaimTemplate: {} } }]);
  const decide = (...objects: ClusterObject[]) => place(cluster(one, objects), ephemeral);
  const owner = (uid: string) => ({ ownerReferences: [{ kind: 'Pod', name: 'p', uid, controller: true }] });
  t.is(
    decide(),
    '0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "p-v0".',
  );
  t.is(
    decide(claim('p-v0', {}, owner('x'))),
    '0/1 nodes are available: PVC default/p-v0 was not created for pod default/p (pod is not owner).',
  );
  t.is(decide(waitClass(), volume('v'), claim('p-v0', {}, owner('p'))), 'a');
});

test('a claim gets the smallest volume that is large enough', (t) => {
  const sizes = ['3Gi', '512Mi', '2Gi'].map((storage) => volume(storage, { capacity: { storage } }));
  t.is(volumeFor(sizes), '2Gi');
});

test('class, access modes, volume mode, labels, state and reach of a volume must fit', (t) => {
  const unfit = [
    volume('v', { storageClassName: 'other' }),
    volume('v', { accessModes: ['ReadOnlyMany'] }),
    volume('v', { volumeMode: 'Block' }),
    volume('v', { volumeAttributesClassName: 'gold' }),
    volume('v', { claimRef: { namespace: 'default', name: 'other' } }),
    volume('v', reach(ZONE, 'y')),
    { ...volume('v'), status: { phase: 'Released' } },
  ];
  for (const each of unfit) t.is(volumeFor([each]), plain(NOT_FOUND), JSON.stringify(each));
  const selective = claim('c', { selector: { matchLabels: { tier: 'fast' } } });
  t.is(volumeFor([volume('v')], selective), plain(NOT_FOUND));
  t.is(volumeFor([volume('v', {}, { tier: 'fast' })], selective), 'v');
});

test('a volume that is reserved for the claim is the only choice', (t) => {
  const reserved = (where: string) =>
    volume('v', {
      claimRef: { namespace: 'default', name: 'c' },
      capacity: { storage: '9Gi' },
      ...reach(ZONE, where),
    });
  t.is(volumeFor([volume('small'), reserved('x')]), 'v');
  t.is(volumeFor([volume('small'), reserved('y')]), plain(NOT_FOUND));
});

test('two claims of a pod get different volumes, the smaller claim first', (t) => {
  const objects = [
    waitClass(),
    claim('large', { resources: { requests: { storage: '2Gi' } } }),
    claim('small'),
    volume('v3', { capacity: { storage: '3Gi' } }),
    volume('v1'),
  ];
  const scheduler = cluster(one, objects);
  scheduler.addPod(claimPod('p', ['large', 'small']), 0);
  const changes = scheduler.scheduleOne(0)?.changes ?? [];
  const given = changes.flatMap((each) =>
    each.kind === 'PersistentVolumeClaim' ? [`${each.metadata.name} ${each.spec?.volumeName}`] : [],
  );
  t.deepEqual(given, ['small v1', 'large v3']);
});

test('once bound, a volume is not given to another claim', (t) => {
  const scheduler = cluster(one, [waitClass(), claim('c'), claim('d'), volume('v')]);
  t.is(place(scheduler, claimPod('p', ['c'])), 'a');
  t.is(place(scheduler, claimPod('q', ['d'])), NOT_FOUND);
});

test('a volume is made where the topology of the class allows it, and stays there', (t) => {
  const allowedTopologies = [{ matchLabelExpressions: [{ key: ZONE, values: ['y'] }] }];
  const dynamic = waitClass({ provisioner: 'disk.example.com', allowedTopologies });
  const scheduler = cluster(two, [dynamic, claim('c')]);
  t.is(place(scheduler, claimPod('p', ['c'])), 'b');
  t.is(place(scheduler, claimPod('q', ['c'], { nodeSelector: { [ZONE]: 'y' } })), 'b');
  t.regex(
    place(scheduler, claimPod('r', ['c'], { nodeSelector: { [ZONE]: 'x' } })),
    /1 node\(s\) didn't match PersistentVolume's node affinity, 1 node\(s\) didn't match Pod's node/,
  );
});

test('a driver that tracks its capacity needs enough of it for the node', (t) => {
  const capacity = (size: string, zone: string): ClusterObject => ({
    kind: 'CSIStorageCapacity',
    metadata: { name: `in-${zone}`, namespace: 'kube-system' },
    storageClassName: 'wait',
    nodeTopology: { matchLabels: { [ZONE]: zone } },
    capacity: size,
  });
  const driver: ClusterObject = {
    kind: 'CSIDriver',
    metadata: { name: 'disk.example.com' },
    spec: { storageCapacity: true },
  };
  const objects = [waitClass({ provisioner: 'disk.example.com' }), claim('c'), driver];
  const decide = (...more: ClusterObject[]) =>
    place(cluster(two, [...objects, ...more]), claimPod('p', ['c']));
  t.is(decide(), '0/2 nodes are available: 2 node(s) did not have enough free storage.');
  t.is(decide(capacity('512Mi', 'x'), capacity('1Gi', 'y')), 'b');
});

test('from 1.37 the node with more free storage is better', (t) => {
  const capacities = { x: '2Gi', y: '10Gi' };
  const objects: ClusterObject[] = [
    waitClass({ provisioner: 'disk.example.com' }),
    claim('c'),
    { kind: 'CSIDriver', metadata: { name: 'disk.example.com' }, spec: { storageCapacity: true } },
    ...Object.entries(capacities).map(
      ([zone, capacity]): ClusterObject => ({
        kind: 'CSIStorageCapacity',
        metadata: { name: zone, namespace: 'kube-system' },
        storageClassName: 'wait',
        nodeTopology: { matchLabels: { [ZONE]: zone } },
        capacity,
      }),
    ),
  ];
  const scores = (version: '1.36' | '1.37') => {
    const scheduler = cluster(two, objects, version);
    scheduler.addPod(claimPod('p', ['c']), 0);
    const found = scheduler.scheduleOne(0)?.explanation?.scores;
    return ['a', 'b'].map((name) => found?.get(name)?.get('VolumeBinding'));
  };
  t.deepEqual(scores('1.37'), [50, 90]);
  t.deepEqual(scores('1.36'), [undefined, undefined]);
});

test('a claim on which another scheduler decided keeps its node', (t) => {
  const selected = claim('c', {}, { annotations: { 'volume.kubernetes.io/selected-node': 'b' } });
  const dynamic = waitClass({ provisioner: 'disk.example.com' });
  t.is(place(cluster(two, [dynamic, selected]), claimPod('p', ['c'])), 'b');
  t.is(place(cluster(one, [dynamic, selected]), claimPod('p', ['c'])), NOT_FOUND);
});

test('a volume that is gone is a reason of its own', (t) => {
  t.is(
    place(cluster(one, [claim('c', { volumeName: 'gone' })]), claimPod('p', ['c'])).split(': ')[1],
    'persistentvolume "gone" not found.',
  );
});

test('a pod that waits wakes for its own claim only', (t) => {
  const scheduler = cluster(one, [waitClass({ volumeBindingMode: 'Immediate' }), claim('c')]);
  place(scheduler, claimPod('p', ['c']));
  scheduler.setObject(claim('d'), 0);
  t.is(scheduler.queueLengths.unschedulable, 1);
  scheduler.setObject(claim('c', { volumeName: 'v' }), 0);
  t.is(scheduler.queueLengths.unschedulable, 0);
});

test('from 1.34 on a rejection before any node is checked ends in a failure of DynamicResources', (t) => {
  const message = (version: '1.33' | '1.34') => {
    const scheduler = cluster(one, [claim('c')], version);
    scheduler.addPod(claimPod('p', ['c']), 0);
    return scheduler.scheduleOne(0)?.message;
  };
  const head = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
  t.is(message('1.34'), `${head} not found`);
  t.regex(message('1.33') ?? '', /PersistentVolumeClaims\. preemption: 0\/1 nodes are available/);
});
