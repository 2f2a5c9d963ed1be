/** NodeVolumeLimits: how many volumes of a CSI driver a node can have. */
import test from 'ava';
import type { ClusterObject, CSINode } from '../../../../../src/core/objects/cluster-object.ts';
import type { KubernetesVersion } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { node } from '../../small-objects.ts';
import { claim, claimPod, cluster, place, volume, volumePod, waitClass } from './volume-cluster.ts';

const DRIVER = 'disk.example.com';
const EXCEEDED = '0/1 nodes are available: 1 node(s) exceed max volume count.';

function csiNode(drivers: Readonly<Record<string, number>>, plugins?: string): CSINode {
  const annotations = plugins && { 'storage.alpha.kubernetes.io/migrated-plugins': plugins };
  return {
    kind: 'CSINode',
    metadata: { name: 'a', ...(annotations && { annotations }) },
    spec: { drivers: Object.entries(drivers).map(([name, count]) => ({ name, allocatable: { count } })) },
  };
}

const bound = (name: string): ClusterObject[] => [
  volume(`pv-${name}`),
  claim(name, { volumeName: `pv-${name}` }),
];
const three = [...bound('x'), ...bound('y'), ...bound('z')];

function decide(objects: readonly ClusterObject[], first: readonly string[], version?: KubernetesVersion) {
  const scheduler = cluster({ a: {} }, [...three, ...objects], version);
  for (const [i, name] of first.entries()) place(scheduler, claimPod(`p${i}`, [name]));
  return place(scheduler, claimPod('q', ['z']));
}

test('a node takes as many volumes of a driver as its CSINode says', (t) => {
  t.is(decide([csiNode({ [DRIVER]: 2 })], ['x']), 'a');
  t.is(decide([csiNode({ [DRIVER]: 2 })], ['x', 'y']), EXCEEDED);
  t.is(decide([csiNode({ 'other.example.com': 0 })], ['x', 'y']), 'a');
  t.is(decide([], ['x', 'y']), 'a');
});

test('a volume that two pods use counts once', (t) => {
  t.is(decide([csiNode({ [DRIVER]: 2 })], ['x', 'z']), 'a');
});

test('an attached volume counts from 1.32 on, even if no pod uses it', (t) => {
  const attachment: ClusterObject = {
    kind: 'VolumeAttachment',
    metadata: { name: 'va' },
    spec: { attacher: DRIVER, nodeName: 'a', source: { persistentVolumeName: 'pv-y' } },
  };
  const objects = [csiNode({ [DRIVER]: 1 }), attachment];
  t.is(decide(objects, [], '1.32'), EXCEEDED);
  t.is(decide(objects, [], '1.31'), 'a');
});

test('a claim without a volume counts for the driver of its class', (t) => {
  const scheduler = cluster({ a: {} }, [
    waitClass({ provisioner: DRIVER }),
    claim('new'),
    csiNode({ [DRIVER]: 0 }),
  ]);
  t.is(place(scheduler, claimPod('p', ['new'])), EXCEEDED);
});

test('up to 1.31 a limit can stand among the resources of the node', (t) => {
  const limited = (version: KubernetesVersion) => {
    const scheduler = cluster({}, three, version);
    const { metadata, status } = node('a', 8);
    const allocatable = { ...status.allocatable, [`attachable-volumes-csi-${DRIVER}`]: '0' };
    scheduler.addNode({ metadata, status: { allocatable } }, 0);
    return place(scheduler, claimPod('p', ['x']));
  };
  t.is(limited('1.31'), EXCEEDED);
  t.is(limited('1.32'), 'a');
});

test('an in-tree volume counts for its CSI driver where the CSINode names its plugin', (t) => {
  const disk = [{ awsElasticBlockStore: { volumeID: 'aws://zone/vol-1' } }];
  const limited = (version: KubernetesVersion, plugins?: string) =>
    place(cluster({ a: {} }, [csiNode({ 'ebs.csi.aws.com': 0 }, plugins)], version), volumePod('p', disk));
  t.is(limited('1.35', 'kubernetes.io/gce-pd,kubernetes.io/aws-ebs'), EXCEEDED);
  t.is(limited('1.35', 'kubernetes.io/gce-pd'), 'a');
  t.is(limited('1.36'), EXCEEDED);
});

test('from 1.37 a driver can keep pods off nodes without it', (t) => {
  const driver: ClusterObject = {
    kind: 'CSIDriver',
    metadata: { name: DRIVER },
    spec: { preventPodSchedulingIfMissing: true },
  };
  t.is(
    decide([driver], [], '1.37'),
    `0/1 nodes are available: 1 ${DRIVER} CSI driver is not installed on the node.`,
  );
  t.is(decide([driver, csiNode({ [DRIVER]: 3 })], [], '1.37'), 'a');
  t.is(decide([driver], [], '1.36'), 'a');
});

test('a pod that waits wakes when a limit rises, from 1.33 on', (t) => {
  const wakes = (version: KubernetesVersion, count: number) => {
    const scheduler = cluster({ a: {} }, [...three, csiNode({ [DRIVER]: 0 })], version);
    place(scheduler, claimPod('p', ['x']));
    scheduler.setObject(csiNode({ [DRIVER]: count }), 0);
    return scheduler.queueLengths.unschedulable === 0;
  };
  t.true(wakes('1.33', 1));
  t.false(wakes('1.33', 0));
});
