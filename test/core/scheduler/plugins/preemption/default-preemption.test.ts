/** When a pod preempts, which node and victims it gets, and what the message says. */
import test from 'ava';
import { KUBERNETES_VERSIONS } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { node } from '../../small-objects.ts';
import { budget, clusterWith, preemption, ranked } from './pods-by-priority.ts';

const SHORT = '1 Insufficient cpu.';

test('pods of lower priority make room, and only as many as needed', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 1, 5), ranked('b', 1, 3), ranked('c', 2, 4)] });
  t.is(preemption(scheduler, ranked('high', 1, 10)), 'n0 b');
});

test('pods of equal or higher priority are no victims', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 3, 10), ranked('b', 1, 11)] });
  t.is(
    preemption(scheduler, ranked('p', 1, 10)),
    `0/1 nodes are available: ${SHORT} no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.`,
  );
});

test('a node on which the pod does not fit without victims either is counted with its reason', (t) => {
  const scheduler = clusterWith({
    n0: [ranked('low', 1, 0), ranked('same', 3, 10)],
    n1: [ranked('other', 4, 10)],
  });
  scheduler.addNode(node('n2', 4, { unschedulable: true }), 0);
  t.regex(
    preemption(scheduler, ranked('p', 2, 10)),
    /preemption: 0\/3 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling\.$/,
  );
});

test('a pod with the policy Never does not preempt', (t) => {
  const scheduler = clusterWith({ n0: [ranked('low', 4, 0)] });
  t.regex(
    preemption(scheduler, ranked('p', 1, 10, { preemptionPolicy: 'Never' })),
    /, preemption: not eligible due to preemptionPolicy=Never\.$/,
  );
});

for (const version of KUBERNETES_VERSIONS) {
  test(`${version}: the message of a preempting pod`, (t) => {
    const scheduler = clusterWith({ n0: [ranked('a', 2, 0), ranked('b', 2, 0)] }, version);
    scheduler.addPod(ranked('high', 4, 10), 0);
    const more =
      version === '1.37'
        ? ' preemption: found a potential placement for pod on node n0, preempting 2 victims'
        : '';
    t.is(scheduler.scheduleOne(0)?.message, `0/1 nodes are available: ${SHORT}${more}`);
  });
}

test('while a victim on its nominated node is terminating, a pod does not preempt again', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 2, 0), ranked('b', 1, 1)], n1: [ranked('c', 4, 1)] });
  t.is(preemption(scheduler, ranked('high', 3, 10)), 'n0 a');
  scheduler.podTerminating('a', 0);
  scheduler.deletePod('b', 1_000_000);
  const again = scheduler.scheduleOne(30_000_000);
  t.regex(again?.message ?? '', /preemption: not eligible due to a terminating pod on the nominated node\.$/);
});

test('victims that are terminating already are not deleted again from 1.35', (t) => {
  for (const [version, victims] of [
    ['1.34', ['a']],
    ['1.35', []],
  ] as const) {
    const scheduler = clusterWith({ n0: [ranked('a', 4, 0)] }, version);
    scheduler.podTerminating('a', 0);
    scheduler.addPod(ranked('high', 4, 10), 0);
    t.like(scheduler.scheduleOne(0), { outcome: 'preempting', nominated: 'n0', victims }, version);
  }
});

test('a preemption without pods to delete leaves the nominations of lower pods', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 4, 0)] });
  t.is(preemption(scheduler, ranked('middle', 2, 5)), 'n0 a');
  scheduler.podTerminating('a', 0);
  t.is(preemption(scheduler, ranked('high', 2, 10)), 'n0');
  scheduler.deletePod('a', 20_000_000);
  t.is(scheduler.scheduleOne(40_000_000)?.uid, 'high');
  t.like(scheduler.scheduleOne(40_000_000), { uid: 'middle', node: 'n0', evaluated: 1 });
});

test('a pod that a budget protects is given back first', (t) => {
  const pods = { n0: [ranked('a', 2, 5, { app: 'a' }), ranked('b', 2, 1, { app: 'b' })] };
  t.is(preemption(clusterWith(pods), ranked('high', 2, 10)), 'n0 b');
  const scheduler = clusterWith(pods);
  scheduler.setObject(budget('b', 0), 0);
  t.is(preemption(scheduler, ranked('high', 2, 10)), 'n0 a');
});

test('a node without violated budgets is preferred over victims of lower priority', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 4, 1)], n1: [ranked('b', 4, 5)] });
  scheduler.setObject(budget('a', 0), 0);
  t.is(preemption(scheduler, ranked('high', 4, 10)), 'n1 b');
});

test('a budget counts each eviction, and not the pods that it lists as disrupted', (t) => {
  const nodes = (app: string) => ({
    n0: [ranked('a1', 2, 1, { app }), ranked('a2', 2, 1, { app })],
    n1: [ranked('b', 4, 5)],
  });
  for (const [allowed, disrupted, expected] of [
    [1, [], 'n1 b'],
    [2, [], 'n0 a2 a1'],
    [0, ['a1', 'a2'], 'n0 a2 a1'],
    [1, ['a1'], 'n0 a2 a1'],
  ] as const) {
    const scheduler = clusterWith(nodes('a'));
    scheduler.setObject(budget('a', allowed, disrupted), 0);
    t.is(preemption(scheduler, ranked('high', 4, 10)), expected, `${allowed} ${disrupted}`);
  }
});

test('a budget without a status allows no eviction, one with an empty selector protects no pod', (t) => {
  for (const [selector, expected] of [
    [{ matchLabels: { app: 'a' } }, 'n1 b'],
    [{}, 'n0 a'],
  ] as const) {
    const scheduler = clusterWith({ n0: [ranked('a', 4, 1)], n1: [ranked('b', 4, 5)] });
    const metadata = { name: 'budget', namespace: 'default' };
    scheduler.setObject({ kind: 'PodDisruptionBudget', metadata, spec: { selector } }, 0);
    t.is(preemption(scheduler, ranked('high', 4, 10)), expected);
  }
});

test('a budget of another namespace protects no pod', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 4, 1)], n1: [ranked('b', 4, 5)] });
  const { metadata, ...rest } = budget('a', 0);
  scheduler.setObject({ ...rest, metadata: { ...metadata, namespace: 'other' } }, 0);
  t.is(preemption(scheduler, ranked('high', 4, 10)), 'n0 a');
});

test('from 1.37 a pod does not count in the budgets after one that is exceeded', (t) => {
  for (const [version, expected] of [
    ['1.36', 'n1 b'],
    ['1.37', 'n0 a2'],
  ] as const) {
    // Each of two budgets selects a1; the second one also selects a2.
    const scheduler = clusterWith(
      {
        n0: [ranked('a1', 2, 9, { app: 'a' }), ranked('a2', 2, 1, { app: 'b' })],
        n1: [ranked('b', 4, 2)],
      },
      version,
    );
    scheduler.setObject(budget('a', 0), 0);
    const { metadata, ...rest } = budget('b', 1);
    const matchExpressions = [{ key: 'app', operator: 'In', values: ['a', 'b'] }];
    scheduler.setObject(
      { ...rest, metadata: { ...metadata, name: 'both' }, spec: { selector: { matchExpressions } } },
      0,
    );
    t.is(preemption(scheduler, ranked('high', 2, 10)), expected, version);
  }
});

test('room that a nominated pod of equal priority waits for is not given away', (t) => {
  const scheduler = clusterWith({ n0: [ranked('a', 2, 0), ranked('b', 2, 1)] });
  t.is(preemption(scheduler, ranked('first', 2, 10)), 'n0 a');
  t.is(preemption(scheduler, ranked('second', 2, 10)), 'n0 b a');
});

test('a scheduler of its own arguments tries fewer nodes, beginning at a random one', (t) => {
  const nodes = Object.fromEntries([0, 1, 2, 3].map((i) => [`n${i}`, [ranked(`p${i}`, 4, i)]]));
  const args = { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 1 };
  const pluginConfig = [{ name: 'DefaultPreemption', args }];
  for (const [random, expected] of [
    [0, 'n0 p0'],
    [0.5, 'n2 p2'],
    [0.99, 'n3 p3'],
  ] as const) {
    const scheduler = clusterWith(nodes, '1.36', { pluginConfig, random: () => random });
    t.is(preemption(scheduler, ranked('high', 4, 10)), expected);
  }
});

test('the search for candidates goes on until one violates no budget', (t) => {
  const nodes = Object.fromEntries([0, 1, 2].map((i) => [`n${i}`, [ranked(`p${i}`, 4, i)]]));
  const args = { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 1 };
  const scheduler = clusterWith(nodes, '1.36', { pluginConfig: [{ name: 'DefaultPreemption', args }] });
  scheduler.setObject(budget('p0', 0), 0);
  scheduler.setObject(budget('p1', 0), 0);
  t.is(preemption(scheduler, ranked('high', 4, 10)), 'n2 p2');
});

test('arguments out of range are refused', (t) => {
  for (const args of [
    { minCandidateNodesPercentage: 101 },
    { minCandidateNodesPercentage: -1 },
    { minCandidateNodesAbsolute: -1 },
    { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 },
  ])
    t.throws(() => clusterWith({}, '1.36', { pluginConfig: [{ name: 'DefaultPreemption', args }] }), {
      message: /minCandidateNodes/,
    });
});
