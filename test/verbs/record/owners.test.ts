/** Tests of the owners of a pod, by reference and by name. */
import test from 'ava';
import type { ObservedOwner, PodObject } from '../../../src/core/observing/pod-object.ts';
import { createOwners } from '../../../src/verbs/record/owners.ts';
import { podObject } from '../../core/observing/pod-states.ts';

function owned(
  kind: string,
  name: string,
  labels: Record<string, string> = {},
  controller = true,
): PodObject {
  const pod = podObject();
  return {
    ...pod,
    metadata: { ...pod.metadata, labels, ownerReferences: [{ kind, name, uid: `uid-${name}`, controller }] },
  };
}

function controller(name: string, ownerReferences: readonly ObservedOwner[] = []) {
  return { metadata: { name, uid: `uid-${name}`, resourceVersion: '1', ownerReferences } };
}

test('the reference of a ReplicaSet takes precedence over its name', (t) => {
  const owners = createOwners();
  owners.learn(controller('web-5d4f', [{ kind: 'Rollout', name: 'shop', uid: 'r', controller: true }]));
  t.deepEqual(owners.of(owned('ReplicaSet', 'web-5d4f', { 'pod-template-hash': '5d4f' })), [
    { kind: 'ReplicaSet', name: 'web-5d4f', uid: 'uid-web-5d4f' },
    { kind: 'Rollout', name: 'shop', uid: 'r' },
  ]);
  t.is(owners.guessed, 0);
});

test('a ReplicaSet without a controller is the topmost owner, whatever its name', (t) => {
  const owners = createOwners();
  owners.learn(controller('web-5d4f'));
  t.deepEqual(owners.of(owned('ReplicaSet', 'web-5d4f', { 'pod-template-hash': '5d4f' })), [
    { kind: 'ReplicaSet', name: 'web-5d4f', uid: 'uid-web-5d4f' },
  ]);
});

test('owners of unseen controllers are derived from names, and counted', (t) => {
  const owners = createOwners();
  t.deepEqual(owners.of(owned('ReplicaSet', 'web-5d4f', { 'pod-template-hash': '5d4f' })).at(-1), {
    kind: 'Deployment',
    name: 'web',
  });
  t.deepEqual(owners.of(owned('Job', 'backup-28901230')).at(-1), { kind: 'CronJob', name: 'backup' });
  t.is(owners.guessed, 2);
  t.is(owners.of(owned('Job', 'migrate-3')).at(-1)?.name, 'migrate-3');
  t.is(owners.of(owned('ReplicaSet', 'web-5d4f')).at(-1)?.name, 'web-5d4f');
  t.like(owners.of(owned('StatefulSet', 'db')), [{ kind: 'StatefulSet', name: 'db' }]);
  t.is(owners.guessed, 2);
});

test('a pod without a controller has no owners', (t) => {
  t.deepEqual(createOwners().of(podObject()), []);
  t.deepEqual(createOwners().of(owned('Backup', 'b', {}, false)), []);
});
