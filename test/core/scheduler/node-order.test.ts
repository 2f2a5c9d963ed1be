/** The order in which nodes are tried, from one search to the next. */
import test from 'ava';
import { createScheduler, type Scheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod } from './small-objects.ts';

const inZone = (name: string, zone: string) =>
  node(name, 8, { labels: { 'topology.kubernetes.io/zone': zone } });

function order(scheduler: Scheduler): readonly string[] {
  scheduler.addPod(pod('probe', 1), 0);
  const { explanation } = scheduler.scheduleOne(0) ?? {};
  scheduler.deletePod('probe', 0);
  return explanation?.feasible ?? [];
}

function cluster(): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion: '1.36', explain: true });
  for (const [name, zone] of [
    ['b1', 'b'],
    ['b2', 'b'],
    ['a1', 'a'],
    ['b3', 'b'],
    ['a2', 'a'],
  ] as const)
    scheduler.addNode(inZone(name, zone), 0);
  return scheduler;
}

test('zones take turns, and inside a zone nodes stand in order of addition', (t) => {
  t.deepEqual(order(cluster()), ['b1', 'a1', 'b2', 'a2', 'b3']);
});

test('a changed zone label moves a node only when the list is rebuilt', (t) => {
  const scheduler = cluster();
  order(scheduler);
  scheduler.updateNode(inZone('b1', 'a'), 0);
  t.deepEqual(order(scheduler), ['b1', 'a1', 'b2', 'a2', 'b3']);
  scheduler.addNode(inZone('c1', 'c'), 0);
  t.deepEqual(order(scheduler), ['b2', 'a1', 'c1', 'b3', 'a2', 'b1']);
});

test('a node that leaves and comes back between two searches keeps its place', (t) => {
  const scheduler = cluster();
  order(scheduler);
  scheduler.removeNode('b1', 0);
  scheduler.addNode(inZone('b1', 'b'), 0);
  t.deepEqual(order(scheduler), ['b1', 'a1', 'b2', 'a2', 'b3']);
});

test('after a restart nodes are listed by name', (t) => {
  const scheduler = cluster();
  scheduler.setWeights({}, 0);
  t.deepEqual(order(scheduler), ['a1', 'b1', 'a2', 'b2', 'b3']);
});

test('in a large cluster a search begins where the last one ended', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36', explain: true });
  for (let i = 0; i < 150; i++) scheduler.addNode(node(`n${i}`, 8), 0);
  t.is(order(scheduler)[0], 'n0');
  t.is(order(scheduler)[0], 'n100');
  t.is(order(scheduler)[0], 'n50');
});

test('pods on a removed node count again when it comes back', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('n1', 4), 0);
  scheduler.addPod({ ...pod('old', 3), nodeName: 'n1' }, 0);
  scheduler.removeNode('n1', 0);
  scheduler.addNode(node('n1', 4), 0);
  scheduler.addPod(pod('new', 2), 0);
  t.is(scheduler.scheduleOne(0)?.outcome, 'unschedulable');
});

test('up to 1.34 a tie is drawn at random, and a tie breaker overrules the draw', (t) => {
  const place = (random: number, chooseNode?: (best: readonly string[]) => string | undefined) => {
    const scheduler = createScheduler({ kubernetesVersion: '1.34', random: () => random, chooseNode });
    for (const name of ['a', 'b', 'c']) scheduler.addNode(node(name, 4), 0);
    scheduler.addPod(pod('p', 1), 0);
    return scheduler.scheduleOne(0)?.node;
  };
  t.deepEqual(
    [0, 0.5, 0.99].map((random) => place(random)),
    ['a', 'b', 'c'],
  );
  t.is(
    place(0, (best) => best.at(-1)),
    'c',
  );
  t.is(
    place(0, () => 'not among the best'),
    'a',
  );
});
