/** The limits of in-tree volumes, up to 1.30. */
import test from 'ava';
import type { ClusterObject } from '../../../../../src/core/objects/cluster-object.ts';
import type { KubernetesVersion } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../../../src/core/scheduler/scheduler.ts';
import { node } from '../../small-objects.ts';
import { claim, claimPod, cluster, place, volume, volumePod, waitClass } from './volume-cluster.ts';

const EXCEEDED = '0/1 nodes are available: 1 node(s) exceed max volume count.';
const disks = (count: number, first = 0) =>
  Array.from({ length: count }, (_, i) => ({ gcePersistentDisk: { pdName: `d${first + i}` } }));

function withDisks(version: KubernetesVersion, ...objects: ClusterObject[]): string {
  const scheduler = cluster({ a: {} }, objects, version);
  place(scheduler, volumePod('p', disks(16)));
  return place(scheduler, volumePod('q', disks(1, 16)));
}

test('a node takes 16 GCE disks, up to 1.30', (t) => {
  t.is(withDisks('1.30'), EXCEEDED);
  t.is(withDisks('1.31'), 'a');
});

test('where a CSI driver took over, its own limit counts', (t) => {
  const annotations = { 'storage.alpha.kubernetes.io/migrated-plugins': 'kubernetes.io/gce-pd' };
  t.is(withDisks('1.30', { kind: 'CSINode', metadata: { name: 'a', annotations } }), 'a');
});

test('a node can have a limit of its own', (t) => {
  const scheduler = cluster({}, [], '1.30');
  const { metadata, status } = node('a', 8);
  scheduler.addNode(
    { metadata, status: { allocatable: { ...status.allocatable, 'attachable-volumes-gce-pd': '1' } } },
    0,
  );
  t.is(place(scheduler, volumePod('p', disks(2))), EXCEEDED);
});

test('the instance type of a node decides how many EBS volumes it takes', (t) => {
  const decide = (type: string, count: number) => {
    const volumes = Array.from({ length: count }, (_, i) => ({
      awsElasticBlockStore: { volumeID: `v${i}` },
    }));
    const labels = { 'node.kubernetes.io/instance-type': type };
    return place(cluster({ a: labels }, [], '1.30'), volumePod('p', volumes));
  };
  t.deepEqual([decide('m4.large', 39), decide('m4.large', 40)], ['a', EXCEEDED]);
  t.deepEqual([decide('m5.large', 25), decide('m5.large', 26)], ['a', EXCEEDED]);
});

test('volumes of claims count, and claims whose class makes such volumes', (t) => {
  const objects = [
    volume('v', { csi: null, gcePersistentDisk: { pdName: 'd99' } }),
    claim('c', { volumeName: 'v' }),
    waitClass({ provisioner: 'kubernetes.io/gce-pd' }),
    claim('new'),
  ];
  for (const name of ['c', 'new']) {
    const scheduler = cluster({ a: {} }, objects, '1.30');
    place(scheduler, volumePod('p', disks(16)));
    t.is(place(scheduler, claimPod('q', [name])), EXCEEDED);
  }
});

test('1.31 runs the limits only if the configuration names them; later releases have none', (t) => {
  const enabled = { plugins: { multiPoint: { enabled: [{ name: 'GCEPDLimits' }] } } };
  const decide = (kubernetesVersion: KubernetesVersion) => {
    const scheduler = createScheduler({ kubernetesVersion, configuration: enabled });
    scheduler.addNode(node('a', 8), 0);
    return place(scheduler, volumePod('p', disks(17)));
  };
  t.deepEqual([decide('1.31'), decide('1.32')], [EXCEEDED, 'a']);
});
