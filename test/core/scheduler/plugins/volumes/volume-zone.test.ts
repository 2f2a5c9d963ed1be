/** VolumeZone: labels of volumes keep pods in their zones and regions. */
import test from 'ava';
import { claim, claimPod, cluster, place, volume, ZONE } from './volume-cluster.ts';

const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const REJECTED = '0/1 nodes are available: 1 node(s) had no available volume zone.';

function placed(volumeLabels: Record<string, string>, nodeLabels: Record<string, string>): string {
  const scheduler = cluster({ a: nodeLabels }, [
    volume('v', {}, volumeLabels),
    claim('c', { volumeName: 'v' }),
  ]);
  return place(scheduler, claimPod('p', ['c']));
}

test('the zone of the volume must be that of the node', (t) => {
  t.is(placed({ [ZONE]: 'x' }, { [ZONE]: 'x' }), 'a');
  t.is(placed({ [ZONE]: 'x' }, { [ZONE]: 'y' }), REJECTED);
});

test('a volume of several zones accepts each of them', (t) => {
  t.is(placed({ [ZONE]: 'x__y' }, { [ZONE]: 'y' }), 'a');
  t.is(placed({ [ZONE]: 'x__y' }, { [ZONE]: 'x__y' }), REJECTED);
});

test('a zone label with an empty part does not count', (t) => {
  t.is(placed({ [ZONE]: 'x__' }, { [ZONE]: 'y' }), 'a');
});

test('the old label of a volume matches the new one of a node, not the other way round', (t) => {
  t.is(placed({ [BETA_ZONE]: 'x' }, { [ZONE]: 'x' }), 'a');
  t.is(placed({ [ZONE]: 'x' }, { [BETA_ZONE]: 'x' }), REJECTED);
});

test('a node without any zone or region is in reach of every volume', (t) => {
  t.is(placed({ [ZONE]: 'x' }, { rack: 'r' }), 'a');
  t.is(placed({ [ZONE]: 'x' }, { 'topology.kubernetes.io/region': 'r' }), REJECTED);
});

test('a pod that waits wakes when the labels of a volume change', (t) => {
  const before = volume('v', {}, { [ZONE]: 'x' });
  const scheduler = cluster({ a: { [ZONE]: 'y' } }, [before, claim('c', { volumeName: 'v' })]);
  place(scheduler, claimPod('p', ['c']));
  scheduler.setObject(volume('v', {}, { [ZONE]: 'x', rack: 'r' }), 0);
  t.is(scheduler.queueLengths.unschedulable, 1);
  scheduler.setObject(volume('v', {}, { [ZONE]: 'y' }), 0);
  t.is(scheduler.queueLengths.unschedulable, 0);
});
