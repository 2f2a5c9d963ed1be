/** Which events wake a pod that InterPodAffinity rejected, by release. */
import test from 'ava';
import {
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../../../src/core/scheduler/scheduler.ts';
import { SECOND } from '../../small-objects.ts';
import { type AffinePod, affinePod, apart, byZone, near, zoned } from './pods-with-affinity.ts';

const LATER = 400 * SECOND;

/** A scheduler in which the pod was rejected. */
function parked(version: KubernetesVersion, pod: AffinePod, pods: readonly AffinePod[] = []): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion: version });
  scheduler.addNode(zoned('a', 'a'), 0);
  for (const each of pods) scheduler.addPod(affinePod(each), 0);
  scheduler.addPod(affinePod(pod), LATER - 2 * SECOND);
  scheduler.scheduleOne(LATER - 2 * SECOND);
  return scheduler;
}

/** The releases in which the event takes the pod out of the parked ones. */
function waking(pod: AffinePod, pods: readonly AffinePod[], event: (scheduler: Scheduler) => void): string[] {
  return KUBERNETES_VERSIONS.filter((version) => {
    const scheduler = parked(version, pod, pods);
    const isParked = () => scheduler.queueLengths.unschedulable === 1;
    if (!isParked()) throw new Error(`${version}: the pod is not parked`);
    event(scheduler);
    return !isParked();
  });
}

const ALL = [...KUBERNETES_VERSIONS];
const FROM_132 = ALL.slice(2);
const seeker = { name: 'p', affinity: near(byZone('web')) };
const web = { name: 'web', node: 'a', labels: { app: 'web' } };
const db = { name: 'db', node: 'a', labels: { app: 'db' } };

test('a pod with a required affinity wakes for a bound pod that matches, not for another', (t) => {
  t.deepEqual(
    waking(seeker, [], (scheduler) => scheduler.addPod(affinePod(web), LATER)),
    ALL,
  );
  t.deepEqual(
    waking(seeker, [], (scheduler) => scheduler.addPod(affinePod(db), LATER)),
    [],
  );
});

test('with hints, one bound pod must match all terms of the affinity', (t) => {
  const both = { name: 'p', affinity: near(byZone('web'), byZone('db')) };
  const woken = waking(both, [], (scheduler) => scheduler.addPod(affinePod(web), LATER));
  t.deepEqual(woken, ['1.30', '1.31']);
});

test('a pod with anti-affinity wakes when the pod goes that it avoids', (t) => {
  const shy = { name: 'p', affinity: apart(byZone('web')) };
  t.deepEqual(
    waking(shy, [web, db], (scheduler) => scheduler.deletePod('web', LATER)),
    ALL,
  );
  t.deepEqual(
    waking(shy, [web, db], (scheduler) => scheduler.deletePod('db', LATER)),
    ['1.30', '1.31'],
  );
});

test('from 1.37 one anti-affinity term is enough; before, the pod had to match all', (t) => {
  const shy = { name: 'p', affinity: apart(byZone('web'), byZone('none')) };
  const woken = waking(shy, [web], (scheduler) => scheduler.deletePod('web', LATER));
  t.deepEqual(woken, ['1.30', '1.31', '1.37']);
});

test('from 1.36 a pod wakes when a pod goes that avoids it', (t) => {
  const keeper = { name: 'keeper', node: 'a', affinity: apart(byZone('p')) };
  const pod = { name: 'p', labels: { app: 'p' } };
  const woken = waking(pod, [keeper], (scheduler) => scheduler.deletePod('keeper', LATER));
  t.deepEqual(woken, ['1.30', '1.31', '1.36', '1.37']);
});

test('a new node wakes a pod with affinity only if the node has the topology label', (t) => {
  const added = (zone: string | Record<string, string>) =>
    waking(seeker, [], (scheduler) => scheduler.addNode(zoned('b', zone), LATER));
  t.deepEqual(added('b'), ALL);
  t.deepEqual(added({}), ['1.30', '1.31']);
});

test('a changed node wakes a pod from 1.33 only if its domain changes', (t) => {
  const shy = { name: 'p', affinity: apart(byZone('web')) };
  const changed = (pod: AffinePod, labels: Record<string, string>) =>
    waking(pod, [{ ...web, labels: pod === shy ? { app: 'web' } : {} }], (scheduler) =>
      scheduler.updateNode(zoned('a', labels), LATER),
    );
  t.deepEqual(changed(seeker, { zone: 'a', other: 'x' }), ['1.30', '1.31', '1.32']);
  t.deepEqual(changed(seeker, { zone: 'b' }), ALL);
  t.deepEqual(changed(seeker, {}), ['1.30', '1.31']);
  t.deepEqual(changed(shy, {}), ['1.30', '1.31', ...FROM_132.slice(1)]);
  t.deepEqual(changed(shy, { zone: 'b' }), ALL);
});

test('up to 1.36 a change of taints wakes too, and no other change than of labels', (t) => {
  const more = { ...zoned('a', 'a'), status: { allocatable: { cpu: 9, memory: '9Gi', pods: 110 } } };
  t.deepEqual(
    waking(seeker, [], (scheduler) => scheduler.updateNode(more, LATER)),
    [],
  );
  const tainted = { ...zoned('a', 'a'), spec: { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] } };
  t.deepEqual(
    waking(seeker, [], (scheduler) => scheduler.updateNode(tainted as never, LATER)),
    ALL.filter((version) => version !== '1.37'),
  );
});
