/** Where and how long pods wait, for each release. */
import test from 'ava';
import {
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from './small-objects.ts';

const WITHOUT_HINTS: readonly KubernetesVersion[] = ['1.30', '1.31'];
const WITH_HINTS = KUBERNETES_VERSIONS.filter((version) => !WITHOUT_HINTS.includes(version));
const IDLE_TAKES_BACKOFF = KUBERNETES_VERSIONS.slice(3);
const WAITS_OUT_BACKOFF = KUBERNETES_VERSIONS.slice(0, 3);

/** A scheduler with one full node of 4 cores and a waiting pod `big` that needs all 4. */
function withWaitingPod(kubernetesVersion: KubernetesVersion, now = 0): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion });
  scheduler.addNode(node('n1', 4), now);
  scheduler.addPod({ ...pod('old', 2), nodeName: 'n1' }, now);
  scheduler.addPod(pod('big', 4), now);
  scheduler.scheduleOne(now);
  return scheduler;
}

/** The times in seconds at which the pod is tried, as often as the queue allows. */
function attempts(scheduler: Scheduler, count: number): number[] {
  const times: number[] = [];
  let now = 0;
  while (times.length < count) {
    const at = scheduler.nextWakeAt(now);
    if (at === undefined) break;
    now = at;
    if (scheduler.scheduleOne(now)) times.push(now / SECOND);
  }
  return times;
}

for (const kubernetesVersion of KUBERNETES_VERSIONS) {
  test(`${kubernetesVersion}: pods leave in order of priority, then of arrival`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addNode(node('n1', 64), 0);
    scheduler.addPod(pod('first', 1), 1);
    scheduler.addPod(pod('second', 1), 2);
    scheduler.addPod(pod('same-instant', 1), 2);
    scheduler.addPod(pod('urgent', 1, { priority: 10 }), 3);
    const order = [1, 2, 3, 4].map(() => scheduler.scheduleOne(3)?.uid);
    t.deepEqual(order, ['urgent', 'first', 'second', 'same-instant']);
    t.is(scheduler.scheduleOne(3), undefined);
  });

  test(`${kubernetesVersion}: a parked pod is retried after 5 minutes, at the next check every 30 s`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion, 10 * SECOND);
    t.deepEqual(scheduler.queueLengths, { active: 0, backoff: 0, unschedulable: 1, gated: 0, inFlight: 0 });
    t.is(scheduler.nextWakeAt(10 * SECOND), 330 * SECOND);
    t.is(scheduler.scheduleOne(329 * SECOND), undefined);
    t.is(scheduler.scheduleOne(330 * SECOND)?.uid, 'big');
    t.is(scheduler.nextWakeAt(330 * SECOND), 660 * SECOND, 'exactly 5 minutes are not more than 5 minutes');
  });

  test(`${kubernetesVersion}: a pod that is deleted or finishes wakes pods that wait for resources`, (t) => {
    for (const end of ['deletePod', 'finishPod'] as const) {
      const scheduler = withWaitingPod(kubernetesVersion);
      scheduler[end]('old', 20 * SECOND);
      t.like(scheduler.scheduleOne(20 * SECOND), { uid: 'big', outcome: 'bound', node: 'n1' });
    }
  });

  test(`${kubernetesVersion}: without nodes a pod retries after 1, 2, 4, 8, 10, 10 s`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addPod(pod('p', 1), 0);
    t.is(scheduler.scheduleOne(0)?.message, 'no nodes available to schedule pods');
    const wholeSecond = IDLE_TAKES_BACKOFF.includes(kubernetesVersion) ? 1 : 0;
    const times = attempts(scheduler, 6);
    const gaps = times.map((time, i) => time - (times[i - 1] ?? 0));
    t.deepEqual(
      gaps,
      [1, 2, 4, 8, 10, 10].map((backoff) => backoff + wholeSecond),
    );
  });

  test(`${kubernetesVersion}: a deleted pod is never tried again`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion);
    scheduler.deletePod('big', SECOND);
    t.is(scheduler.pendingCount, 0);
    t.is(scheduler.nextWakeAt(SECOND), undefined);
  });

  test(`${kubernetesVersion}: a restart makes waiting pods ready, by name and without backoff`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion);
    scheduler.addPod(pod('another', 4), SECOND);
    scheduler.scheduleOne(SECOND);
    scheduler.setWeights({ NodeResourcesFit: 5 }, 2 * SECOND);
    t.is(scheduler.queueLengths.active, 2);
    t.deepEqual(
      [scheduler.scheduleOne(2 * SECOND)?.uid, scheduler.scheduleOne(2 * SECOND)?.uid],
      ['another', 'big'],
    );
  });

  test(`${kubernetesVersion}: new weights without a restart do not change the queues`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion);
    scheduler.setWeights({ NodeResourcesFit: 5 }, SECOND, { restart: false });
    t.is(scheduler.queueLengths.unschedulable, 1);
  });
}

for (const kubernetesVersion of WAITS_OUT_BACKOFF) {
  test(`${kubernetesVersion}: a woken pod leaves at the first whole second after its backoff`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion, 300_000);
    scheduler.deletePod('old', 800_000);
    t.is(scheduler.queueLengths.backoff, 1);
    t.is(scheduler.scheduleOne(1_300_000), undefined, 'the backoff is over, but the flush comes later');
    t.is(scheduler.nextWakeAt(1_300_000), 2 * SECOND);
    t.is(scheduler.scheduleOne(2 * SECOND)?.outcome, 'bound');
  });
}

for (const kubernetesVersion of IDLE_TAKES_BACKOFF) {
  test(`${kubernetesVersion}: an idle scheduler takes a pod out of backoff at once`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion, 300_000);
    scheduler.deletePod('old', 800_000);
    t.is(scheduler.queueLengths.backoff, 1);
    t.is(scheduler.nextWakeAt(800_000), 800_000);
    t.is(scheduler.scheduleOne(800_000)?.outcome, 'bound');
  });

  test(`${kubernetesVersion}: backoffs that end in the same second leave in order of priority`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addNode(node('n1', 4), 0);
    scheduler.addPod({ ...pod('old', 4), nodeName: 'n1' }, 0);
    scheduler.addPod(pod('low', 1), 100_000);
    scheduler.scheduleOne(100_000);
    scheduler.addPod(pod('high', 1, { priority: 5 }), 200_000);
    scheduler.scheduleOne(200_000);
    scheduler.deletePod('old', 300_000);
    t.is(scheduler.queueLengths.backoff, 2);
    t.deepEqual([scheduler.scheduleOne(300_000)?.uid, scheduler.scheduleOne(300_000)?.uid], ['high', 'low']);
  });

  test(`${kubernetesVersion}: a busy scheduler leaves a pod in backoff until the second after its end`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion, 300_000);
    scheduler.deletePod('old', 800_000);
    scheduler.addPod(pod('new', 1), 900_000);
    t.is(scheduler.scheduleOne(900_000)?.uid, 'new');
    scheduler.addPod(pod('newer', 1, { priority: -1 }), SECOND);
    scheduler.addPod(pod('newest', 1, { priority: -1 }), SECOND);
    t.is(
      scheduler.scheduleOne(1_999_999)?.uid,
      'newer',
      'backoff from 0.3 s ends in the second that begins at 1 s',
    );
    t.is(scheduler.scheduleOne(2 * SECOND)?.uid, 'big', 'flushed at 2 s, and of higher priority');
  });
}

for (const kubernetesVersion of WITHOUT_HINTS) {
  test(`${kubernetesVersion}: any node event wakes a pod that fits the node`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addNode(node('n1', 4, { unschedulable: true }), 0);
    scheduler.addPod(pod('p', 1), 0);
    scheduler.scheduleOne(0);
    scheduler.updateNode(node('n1', 4, { unschedulable: true, labels: { any: 'change' } }), 10 * SECOND);
    t.is(scheduler.scheduleOne(10 * SECOND)?.uid, 'p');
  });

  test(`${kubernetesVersion}: a node event does not wake a pod that does not fit the node`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion);
    scheduler.addNode(node('small', 1), 10 * SECOND);
    t.is(scheduler.queueLengths.unschedulable, 1);
    scheduler.addNode(node('tainted', 8, { taints: [{ key: 'a', effect: 'NoSchedule' }] }), 11 * SECOND);
    t.is(scheduler.queueLengths.unschedulable, 1);
    scheduler.addNode(node('large', 8), 12 * SECOND);
    t.is(scheduler.scheduleOne(12 * SECOND)?.node, 'large');
  });
}

for (const kubernetesVersion of WITH_HINTS) {
  test(`${kubernetesVersion}: only more cpu wakes a pod that is short of cpu`, (t) => {
    const scheduler = withWaitingPod(kubernetesVersion);
    const waits = () => scheduler.queueLengths.unschedulable === 1;
    scheduler.updateNode(node('n1', 4, { labels: { any: 'change' } }), 10 * SECOND);
    t.true(waits(), 'labels');
    scheduler.addNode(node('small', 3), 11 * SECOND);
    t.true(waits(), 'a node that is too small');
    scheduler.updateNode(node('small', 3, { unschedulable: true }), 12 * SECOND);
    t.true(waits(), 'a cordon');
    scheduler.updateNode(node('n1', 3, { labels: { any: 'change' } }), 13 * SECOND);
    t.true(waits(), 'less cpu');
    scheduler.updateNode(node('n1', 6, { labels: { any: 'change' } }), 14 * SECOND);
    t.is(scheduler.scheduleOne(14 * SECOND)?.node, 'n1');
  });

  const woken = kubernetesVersion === '1.37' ? undefined : 'big';

  test(`${kubernetesVersion}: changed taints or an uncordon wake every pod (kubernetes#109437, up to 1.36)`, (t) => {
    const taints = [{ key: 'a', effect: 'PreferNoSchedule' }];
    const scheduler = withWaitingPod(kubernetesVersion);
    scheduler.updateNode(node('n1', 4, { taints }), 10 * SECOND);
    t.is(scheduler.scheduleOne(10 * SECOND)?.uid, woken);
    scheduler.updateNode(node('n1', 4, { taints, unschedulable: true }), 50 * SECOND);
    t.is(scheduler.scheduleOne(50 * SECOND), undefined);
    scheduler.updateNode(node('n1', 4, { taints }), 51 * SECOND);
    t.is(scheduler.scheduleOne(51 * SECOND)?.uid, woken);
  });

  test(`${kubernetesVersion}: a pod rejected for a taint wakes when it tolerates the node`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    const tainted = (key: string) => node('n1', 4, { taints: [{ key, effect: 'NoSchedule' }] });
    scheduler.addNode(tainted('a'), 0);
    scheduler.addPod(pod('p', 1), 0);
    scheduler.scheduleOne(0);
    scheduler.updateNode(tainted('b'), 10 * SECOND);
    t.is(scheduler.queueLengths.unschedulable, 1);
    scheduler.updateNode(node('n1', 4), 11 * SECOND);
    t.is(scheduler.scheduleOne(11 * SECOND)?.outcome, 'bound');
  });

  test(`${kubernetesVersion}: a pod rejected for its selector wakes when a label matches`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addNode(node('n1', 4), 0);
    scheduler.addPod(pod('p', 1, { nodeSelector: { disk: 'ssd' } }), 0);
    scheduler.scheduleOne(0);
    scheduler.updateNode(node('n1', 4, { labels: { disk: 'hdd' } }), 10 * SECOND);
    scheduler.updateNode(node('n1', 6, { labels: { disk: 'hdd' } }), 11 * SECOND);
    t.is(scheduler.queueLengths.unschedulable, 1);
    scheduler.updateNode(node('n1', 6, { labels: { disk: 'ssd' } }), 12 * SECOND);
    t.is(scheduler.scheduleOne(12 * SECOND)?.outcome, 'bound');
  });

  test(`${kubernetesVersion}: a pod that waits for a host port wakes when the port is freed`, (t) => {
    const scheduler = createScheduler({ kubernetesVersion });
    const withPort = (name: string, hostPort: number) =>
      pod(name, 0, { containers: [{ ports: [{ hostPort }] }] });
    scheduler.addNode(node('n1', 4), 0);
    scheduler.addPod({ ...withPort('has-80', 80), nodeName: 'n1' }, 0);
    scheduler.addPod({ ...withPort('has-81', 81), nodeName: 'n1' }, 0);
    scheduler.addPod(withPort('wants-80', 80), 0);
    scheduler.scheduleOne(0);
    scheduler.deletePod('has-81', 10 * SECOND);
    t.is(scheduler.queueLengths.unschedulable, 1);
    scheduler.deletePod('has-80', 11 * SECOND);
    t.is(scheduler.scheduleOne(11 * SECOND)?.outcome, 'bound');
  });
}

test('an event during a cycle lets the rejected pod retry after its backoff', (t) => {
  for (const kubernetesVersion of KUBERNETES_VERSIONS) {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addNode(node('n1', 4), 0);
    scheduler.addPod({ ...pod('old', 4), nodeName: 'n1' }, 0);
    scheduler.addPod(pod('p', 1), 0);
    t.is(scheduler.beginCycle(0)?.outcome, 'unschedulable');
    scheduler.deletePod('old', 10_000);
    scheduler.endCycle(20_000);
    t.is(scheduler.queueLengths.backoff, 1, kubernetesVersion);
  }
});

test('a pod deleted during its cycle does not come back', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('n1', 1), 0);
  scheduler.addPod(pod('p', 4), 0);
  scheduler.beginCycle(0);
  scheduler.deletePod('p', 10);
  scheduler.endCycle(20);
  t.is(scheduler.pendingCount, 0);
});

test('backoff limits can be set', (t) => {
  const scheduler = createScheduler({
    kubernetesVersion: '1.31',
    configuration: { profiles: [{}], podInitialBackoffSeconds: 3, podMaxBackoffSeconds: 5 },
  });
  scheduler.addPod(pod('p', 1), 0);
  scheduler.scheduleOne(0);
  t.deepEqual(attempts(scheduler, 3), [3, 8, 13]);
});

test('from 1.34 an attempt without a rejection does not lengthen the next backoff', (t) => {
  const backoffs = (['1.33', '1.34'] as const).map((kubernetesVersion) => {
    const scheduler = createScheduler({ kubernetesVersion });
    scheduler.addPod(pod('p', 4), 0);
    for (const now of [0, 2, 5]) scheduler.scheduleOne(now * SECOND);
    scheduler.addNode(node('n1', 4), 5 * SECOND);
    scheduler.addPod({ ...pod('old', 4), nodeName: 'n1' }, 5 * SECOND);
    scheduler.scheduleOne(10 * SECOND);
    scheduler.deletePod('old', 12 * SECOND);
    return scheduler.queueLengths.backoff;
  });
  t.deepEqual(backoffs, [1, 0]);
});
