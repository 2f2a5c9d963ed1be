/** A pod belongs to the profile whose scheduler name it gives. */
import test from 'ava';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod } from './small-objects.ts';

const packing = {
  schedulerName: 'packing',
  pluginConfig: [
    {
      name: 'NodeResourcesFit',
      args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } },
    },
  ],
};

function twoProfiles() {
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    configuration: { profiles: [{ schedulerName: 'default-scheduler' }, packing] },
  });
  scheduler.addNode(node('empty', 8), 0);
  scheduler.addNode(node('half', 8), 0);
  scheduler.addPod({ ...pod('old', 4), nodeName: 'half' }, 0);
  return scheduler;
}

test('each pod is scheduled by its own profile, from one queue', (t) => {
  const scheduler = twoProfiles();
  scheduler.addPod(pod('spread', 1), 0);
  scheduler.addPod(pod('packed', 1, { schedulerName: 'packing' }), 0);
  t.is(scheduler.scheduleOne(0)?.node, 'empty');
  t.is(scheduler.scheduleOne(0)?.node, 'half');
});

test('a pod of another scheduler is counted and not queued, and counts on its node', (t) => {
  const scheduler = twoProfiles();
  scheduler.addPod(pod('foreign', 1, { schedulerName: 'elsewhere' }), 0);
  t.deepEqual([scheduler.ignoredCount, scheduler.pendingCount], [1, 0]);
  t.is(scheduler.scheduleOne(0), undefined);
  scheduler.addPod({ ...pod('bound', 1, { schedulerName: 'elsewhere' }), nodeName: 'empty' }, 0);
  t.is(scheduler.assignedCount, 2);
  scheduler.deletePod('foreign', 0);
  t.is(scheduler.ignoredCount, 0);
});

test('a new configuration takes over ignored pods, and ignores pods whose profile is gone', (t) => {
  const scheduler = twoProfiles();
  scheduler.addPod(pod('foreign', 1, { schedulerName: 'elsewhere' }), 0);
  scheduler.addPod(pod('packed', 1, { schedulerName: 'packing' }), 0);
  scheduler.configure(
    { profiles: [{ schedulerName: 'default-scheduler' }, { schedulerName: 'elsewhere' }] },
    0,
  );
  t.deepEqual([scheduler.ignoredCount, scheduler.pendingCount], [1, 1]);
  t.like(scheduler.scheduleOne(0), { uid: 'foreign', outcome: 'bound' });
});
