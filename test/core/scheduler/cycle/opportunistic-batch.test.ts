/** Pods that are alike and fill their nodes one after the other get the next best node of the first one's scores. */
import test from 'ava';
import type { KubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from '../small-objects.ts';

const WITHOUT_SPREADING = {
  pluginConfig: [{ name: 'PodTopologySpread', args: { defaultingType: 'List', defaultConstraints: [] } }],
};
const { template: full } = pod('full', 3);

function schedulerOf(version: KubernetesVersion, configuration: unknown = WITHOUT_SPREADING): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion: version, configuration });
  for (const name of ['a', 'b', 'c', 'd']) scheduler.addNode(node(name, 4), 0);
  return scheduler;
}

function schedule(scheduler: Scheduler, uid: string, template = full, now = 0) {
  scheduler.addPod({ uid, namespace: 'default', name: uid, template }, now);
  return scheduler.scheduleOne(now);
}

test('the second of two pods that are alike tries one node alone, from 1.35', (t) => {
  for (const [version, evaluated] of [
    ['1.34', 4],
    ['1.35', 1],
  ] as const) {
    const scheduler = schedulerOf(version);
    t.is(schedule(scheduler, 'p1')?.evaluated, 4);
    const second = schedule(scheduler, 'p2');
    t.is(second?.evaluated, evaluated, version);
    if (evaluated === 1) t.is(second?.hint, second?.node);
  }
});

test('the default constraints of spreading turn batching off', (t) => {
  const scheduler = schedulerOf('1.36', {});
  schedule(scheduler, 'p1');
  t.like(schedule(scheduler, 'p2'), { evaluated: 4, hint: undefined });
});

test('a batch ends with another pod, a failed one, a pause, or room on the node of the last one', (t) => {
  const cases = [
    ['pod_incompatible', (scheduler: Scheduler) => schedule(scheduler, 'p2', pod('x', 2).template)],
    ['expired', (scheduler: Scheduler) => schedule(scheduler, 'p2', full, SECOND)],
    [
      'pod_skipped',
      (scheduler: Scheduler) => {
        schedule(scheduler, 'huge', pod('huge', 99).template);
        return schedule(scheduler, 'p2');
      },
    ],
    [
      'node_not_full',
      (scheduler: Scheduler) => {
        scheduler.deletePod('p1', 0);
        return schedule(scheduler, 'p2');
      },
    ],
    [
      'node_missing',
      (scheduler: Scheduler) => {
        for (const name of ['a', 'b', 'c']) scheduler.removeNode(name, 0);
        return schedule(scheduler, 'p2');
      },
    ],
  ] as const;
  for (const [reason, next] of cases) {
    const scheduler = schedulerOf('1.36');
    schedule(scheduler, 'p1');
    t.like(next(scheduler), { batchFlush: reason, hint: undefined }, reason);
  }
});

test('from 1.37 a batch goes on while its pods fit: the last node is scored anew', (t) => {
  const { template: small } = pod('small', 1);
  for (const [version, evaluated] of [
    ['1.36', 4],
    ['1.37', 1],
  ] as const) {
    const scheduler = schedulerOf(version);
    const nodes = ['p1', 'p2', 'p3', 'p4'].map((uid) => schedule(scheduler, uid, small));
    t.is(nodes[1]?.evaluated, evaluated);
    t.is(new Set(nodes.map((each) => each?.node)).size, 4, 'the emptiest node wins in any case');
  }
});
