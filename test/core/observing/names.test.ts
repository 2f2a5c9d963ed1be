/** Tests of what labels and names show: node pools, controllers and the owners above them. */
import test from 'ava';
import { poolOf } from '../../../src/core/observing/node-pool.ts';
import { controllerOf, ownerByName } from '../../../src/core/observing/owner-names.ts';
import { createRecentlyShared } from '../../../src/core/observing/recently-shared.ts';
import { podObject } from './pod-states.ts';

const poolOfLabels = (labels?: Readonly<Record<string, string>>) =>
  poolOf({ metadata: { uid: 'n', name: 'n', ...(labels === undefined ? {} : { labels }) } });

for (const label of [
  'karpenter.sh/nodepool',
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'kubernetes.azure.com/agentpool',
  'doks.digitalocean.com/node-pool',
  'node.kubernetes.io/nodepool',
]) {
  test(`the label ${label} names the pool of a node`, (t) => {
    t.is(poolOfLabels({ [label]: 'workers' }), 'workers');
    t.is(poolOfLabels({ [label]: '' }), undefined);
  });
}

test('a node without a label of a pool has none, and Karpenter takes precedence', (t) => {
  t.is(poolOfLabels(), undefined);
  t.is(poolOfLabels({ zone: 'a' }), undefined);
  t.is(poolOfLabels({ 'eks.amazonaws.com/nodegroup': 'group', 'karpenter.sh/nodepool': 'pool' }), 'pool');
});

test('the controller is the reference that is marked as such', (t) => {
  const first = { kind: 'Node', name: 'n', uid: 'a' };
  const second = { kind: 'Job', name: 'j', uid: 'b', controller: true };
  t.is(controllerOf([first, second]), second);
  t.is(controllerOf([first, { ...first, controller: false }]), undefined);
  t.is(controllerOf(null), undefined);
});

test('a Deployment is derived from the name of its ReplicaSet and the hash of the pod', (t) => {
  const pod = podObject();
  const hashed = { ...pod, metadata: { ...pod.metadata, labels: { 'pod-template-hash': '5d4f' } } };
  t.deepEqual(ownerByName({ kind: 'ReplicaSet', name: 'web-5d4f' }, hashed), {
    kind: 'Deployment',
    name: 'web',
  });
  t.is(ownerByName({ kind: 'ReplicaSet', name: 'web-other' }, hashed), undefined);
  t.is(ownerByName({ kind: 'ReplicaSet', name: 'web-5d4f' }, pod), undefined);
  t.is(ownerByName({ kind: 'StatefulSet', name: 'web-5d4f' }, hashed), undefined);
});

test('a CronJob is derived from a Job whose name ends in a minute of at least eight digits', (t) => {
  const ownerOf = (name: string, kind = 'Job') => ownerByName({ kind, name }, podObject());
  t.deepEqual(ownerOf('backup-29012345'), { kind: 'CronJob', name: 'backup' });
  t.deepEqual(ownerOf('nightly-backup-290123456'), { kind: 'CronJob', name: 'nightly-backup' });
  t.is(ownerOf('backup-2901234'), undefined);
  t.is(ownerOf('backup-29012345x'), undefined);
  t.is(ownerOf('-29012345'), undefined);
  t.is(ownerOf('backup-29012345', 'ReplicaSet'), undefined);
});

test('a recent equal value is shared, and values in use are remembered', (t) => {
  const share = createRecentlyShared<{ readonly key: string }>(({ key }) => key, 2);
  const first = { key: 'a' };
  t.is(share(first), first);
  t.is(share({ key: 'a' }), first);
  for (const key of ['b', 'c']) share({ key });
  t.is(share({ key: 'a' }), first, 'still among the values before the latest two');
  for (const key of ['d', 'e', 'f', 'g']) share({ key });
  const later = { key: 'a' };
  t.is(share(later), later, 'forgotten after four others');
});
