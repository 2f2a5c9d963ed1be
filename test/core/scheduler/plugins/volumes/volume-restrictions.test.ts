/** VolumeRestrictions: disks that pods can't share, and claims for one pod only. */
import test from 'ava';
import { claim, claimPod, cluster, place, volume, volumePod } from './volume-cluster.ts';

const NO_DISK = '0/1 nodes are available: 1 node(s) had no available disk.';
const one = { a: {} };

type Source = Record<string, unknown>;

function second(first: Source, next: Source): string {
  const scheduler = cluster(one, []);
  place(scheduler, volumePod('p', [first]));
  return place(scheduler, volumePod('q', [next]));
}

test('a GCE disk is for one pod of a node, unless all only read', (t) => {
  const disk = (readOnly: boolean) => ({ gcePersistentDisk: { pdName: 'd', readOnly } });
  t.is(second(disk(false), disk(false)), NO_DISK);
  t.is(second(disk(true), disk(false)), NO_DISK);
  t.is(second(disk(true), disk(true)), 'a');
  t.is(second(disk(false), { gcePersistentDisk: { pdName: 'e' } }), 'a');
});

test('an EBS volume is for one pod of a node, even to read', (t) => {
  const disk = { awsElasticBlockStore: { volumeID: 'd', readOnly: true } };
  t.is(second(disk, disk), NO_DISK);
});

test('an ISCSI target is known by its iqn alone', (t) => {
  t.is(second({ iscsi: { iqn: 'i', lun: 0 } }, { iscsi: { iqn: 'i', lun: 1 } }), NO_DISK);
});

test('RBD images are the same with one common monitor, the same pool and name', (t) => {
  const image = (monitors: string[], pool?: string) => ({
    rbd: { monitors, image: 'i', ...(pool && { pool }) },
  });
  t.is(second(image(['x', 'y']), image(['y', 'z'], 'rbd')), NO_DISK);
  t.is(second(image(['x']), image(['z'])), 'a');
  t.is(second(image(['x']), image(['x'], 'other')), 'a');
});

const once = [volume('v'), claim('once', { volumeName: 'v', accessModes: ['ReadWriteOncePod'] })];

test('a ReadWriteOncePod claim is for one pod of the cluster', (t) => {
  const scheduler = cluster({ a: {}, b: {} }, once, '1.34');
  t.is(place(scheduler, claimPod('p', ['once'])), 'a');
  t.is(
    place(scheduler, claimPod('q', ['once'])),
    '0/2 nodes are available: 2 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.',
  );
});

test('up to 1.33 the message about a claim in use has other words', (t) => {
  const scheduler = cluster(one, once, '1.33');
  place(scheduler, claimPod('p', ['once']));
  t.is(
    place(scheduler, claimPod('q', ['once'])),
    '0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.',
  );
});

test('a pod with the same claim name in another namespace does not matter', (t) => {
  const scheduler = cluster(one, once);
  const foreign = { ...claimPod('p', ['once']), namespace: 'other', nodeName: 'a' };
  scheduler.addPod(foreign, 0);
  t.is(place(scheduler, claimPod('q', ['once'])), 'a');
});

test('a claim that does not exist stops the pod', (t) => {
  t.is(
    place(cluster(one, []), claimPod('p', ['gone'])),
    '0/1 nodes are available: persistentvolumeclaim "gone" not found.',
  );
});

test('a pod that waits for a disk wakes when its holder goes', (t) => {
  const scheduler = cluster(one, []);
  const disk = [{ gcePersistentDisk: { pdName: 'd' } }];
  place(scheduler, volumePod('p', disk));
  place(scheduler, volumePod('x', [{ gcePersistentDisk: { pdName: 'e' } }]));
  place(scheduler, volumePod('q', disk));
  scheduler.deletePod('x', 0);
  t.is(scheduler.queueLengths.unschedulable, 1);
  scheduler.deletePod('p', 0);
  t.is(scheduler.queueLengths.unschedulable, 0);
});
