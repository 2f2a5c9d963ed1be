/** A pod with scheduling gates waits until they are gone; other updates of a waiting pod make it ready where a plugin says so. */
import test from 'ava';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import type { KubernetesVersion } from '../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from './small-objects.ts';

const VERSIONS: readonly KubernetesVersion[] = ['1.30', '1.31', '1.32', '1.33', '1.36', '1.37'];
const gated = (...names: string[]): Partial<PodSpec> => ({
  schedulingGates: names.map((name) => ({ name })),
});

function schedulerOf(version: KubernetesVersion, taints: Parameters<typeof node>[2] = {}) {
  const scheduler = createScheduler({ kubernetesVersion: version });
  scheduler.addNode(node('n', 4, taints), 0);
  return scheduler;
}

for (const version of VERSIONS) {
  test(`${version}: a gated pod is bound when its last gate is removed`, (t) => {
    const scheduler = schedulerOf(version);
    t.like(scheduler.addPod(pod('p', 1, gated('a', 'b')), 0), {
      outcome: 'gated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    });
    t.is(scheduler.scheduleOne(0), undefined);
    t.is(scheduler.updatePod(pod('p', 1, gated('b')), SECOND)?.outcome, 'gated');
    t.deepEqual([scheduler.queueLengths.gated, scheduler.pendingCount], [1, 1]);
    t.is(scheduler.updatePod(pod('p', 1), 2 * SECOND), undefined);
    t.like(scheduler.scheduleOne(2 * SECOND), { uid: 'p', outcome: 'bound' });
  });

  test(`${version}: no event in the cluster and no timer frees a gated pod`, (t) => {
    const scheduler = schedulerOf(version);
    scheduler.addPod(pod('p', 1, gated('a')), 0);
    scheduler.addNode(node('other', 8), SECOND);
    scheduler.updateNode(node('other', 16), SECOND);
    t.is(scheduler.scheduleOne(700 * SECOND), undefined);
    t.is(scheduler.nextWakeAt(700 * SECOND), undefined);
  });
}

test('a restart leaves a gated pod gated', (t) => {
  const scheduler = schedulerOf('1.36');
  scheduler.addPod(pod('p', 1, gated('a')), 0);
  scheduler.setWeights({}, SECOND);
  t.is(scheduler.queueLengths.gated, 1);
});

test('a gated pod that is deleted leaves', (t) => {
  const scheduler = schedulerOf('1.36');
  scheduler.addPod(pod('p', 1, gated('a')), 0);
  scheduler.deletePod('p', 0);
  t.is(scheduler.pendingCount, 0);
});

test('a bound pod that is labelled or resized counts with its new labels and requests', (t) => {
  const scheduler = schedulerOf('1.36');
  scheduler.addPod({ ...pod('old', 4), nodeName: 'n' }, 0);
  scheduler.addPod(pod('p', 2), 0);
  t.is(scheduler.scheduleOne(0)?.outcome, 'unschedulable');
  scheduler.updatePod(pod('old', 1), 10 * SECOND);
  t.like(scheduler.scheduleOne(10 * SECOND), { uid: 'p', outcome: 'bound' });
});
