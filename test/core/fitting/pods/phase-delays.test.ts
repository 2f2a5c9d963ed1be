/** Phase delays and the load on starts become samples. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { endCauses, lifetimes, phaseDelays } from '../../../../src/core/fitting/pods/group-samples.ts';
import { loadDependence, startLoads } from '../../../../src/core/fitting/pods/load-dependence.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { groupPods } from '../../../../src/core/fitting/pods/workload-group.ts';
import { at, historyOf, made, rows, WATCH } from './made-history.ts';

test('a phase delay loses the part that another cause adds, in whole ticks and not below 0', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(3), kind: 'pod-bound', uid: 'a', node: 'n' },
    made('b', 10),
    { at: at(15.4), kind: 'pod-bound', uid: 'b', node: 'n' },
  );
  const watch = { window: 100, resolution: 0.5 };
  t.deepEqual(
    phaseDelays(pods, 'bound', watch, () => 3).windows.map(({ limit }) => limit),
    [96, 87],
  );
  t.deepEqual(rows(phaseDelays(pods, 'bound', watch, () => 3)), [
    [0, 'ended', 0],
    [2.5, 'ended', 0],
  ]);
});

test('the load of a start is the number of starts under way on its node', (t) => {
  const pod = (uid: string, bound: number, started: number | undefined, node: string): PodHistory => ({
    ...historyOf(made(uid, 0)).pods[0]!,
    uid,
    bound,
    started,
    node,
  });
  const pods = [
    pod('c', 4, 6, 'n'),
    pod('a', 1, 5, 'n'),
    pod('b', 2, 4, 'n'),
    pod('d', 4, undefined, 'm'),
    pod('e', 90, 92, 'm'),
  ];
  const loads = startLoads(pods);
  t.deepEqual(
    pods.map((each) => loads.get(each)),
    [1, 0, 1, 0, 1],
  );
});

test('the line of the delay over the load has the least squares', (t) => {
  const base = historyOf(made('a', 0)).pods[0]!;
  const points = Array.from({ length: 20 }, (_, index) => ({
    pod: { ...base, uid: `p${index}`, bound: 0, started: [2, 3, 3, 4][index % 4]! },
    load: [0, 1, 0, 1][index % 4]!,
  }));
  const loads = new Map(points.map(({ pod, load }) => [pod, load] as const));
  const pods = points.map(({ pod }) => pod);
  const { n, perStart, standardError, alone, isThere } = loadDependence(pods, loads)!;
  t.deepEqual([n, perStart, alone, isThere], [20, 1, 2.5, true]);
  t.true(Math.abs(standardError - Math.sqrt(5 / 18 / 5)) < 1e-12);
  t.is(loadDependence(pods.slice(1), loads), undefined);
  const even = new Map(pods.map((pod) => [pod, 1] as const));
  t.is(loadDependence(pods, even), undefined);
});

test('a run that the cluster ended is cut off there', (t) => {
  const { pods } = historyOf(
    made('a', 0),
    { at: at(1), kind: 'pod-started', uid: 'a' },
    { at: at(11), kind: 'pod-deleted', uid: 'a', reason: 'preempted' },
    made('b', 0),
    { at: at(2), kind: 'pod-started', uid: 'b' },
    { at: at(22), kind: 'pod-finished', uid: 'b', phase: 'Failed', reason: 'Evicted' },
  );
  t.deepEqual(rows(lifetimes(pods, WATCH)), [
    [10, 'cut off', 0],
    [20, 'cut off', 0],
  ]);
  t.deepEqual([...endCauses(pods)], [['evicted', 2]]);
});

test('the end of the window or of the pod cuts off a phase delay', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(3), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(7), kind: 'pod-started', uid: 'a' },
    { at: at(8), kind: 'pod-ready', uid: 'a' },
    made('b', 10),
    { at: at(15), kind: 'pod-deleted', uid: 'b' },
    made('c', 90),
    { at: at(94), kind: 'pod-bound', uid: 'c', node: 'n' },
  );
  t.deepEqual(rows(phaseDelays(pods, 'bound', WATCH)), [
    [2, 'ended', 0],
    [4, 'ended', 0],
    [5, 'cut off', 0],
  ]);
  t.deepEqual(rows(phaseDelays(pods, 'started', WATCH)), [
    [4, 'ended', 0],
    [6, 'cut off', 0],
  ]);
  t.deepEqual(rows(phaseDelays(pods, 'ready', WATCH)), [[1, 'ended', 0]]);
});

test('a phase that no pod of the group reached gives an empty sample', (t) => {
  const { pods } = historyOf(made('a', 1), { at: at(3), kind: 'pod-started', uid: 'a' });
  t.is(phaseDelays(pods, 'ready', WATCH).size, 0);
});

test('a group is an owner and a template; requests vary inside a group', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    made('b', 2, { template: 'large' }),
    made('c', 3),
    made('d', 4, { template: 'other' }),
    made('e', 5, { group: 'batch' }),
  );
  const groups = groupPods(pods);
  t.deepEqual(
    groups.map(({ name, pods }) => [name, pods.length]),
    [
      ['web', 3],
      ['web-2', 1],
      ['batch', 1],
    ],
  );
  t.deepEqual(groups[0]!.requests, [
    { requests: { cpu: '1' }, pods: 2 },
    { requests: { cpu: '4' }, pods: 1 },
  ]);
});

test('without a recorded group, the owner is the name without its suffix', (t) => {
  const names = ['web-6d4cf56db6-x7k2p', 'web-6d4cf56db6-bcdfg', 'db-0', 'db-12', 'alone', 'Odd_Name'];
  const { pods } = historyOf(...names.map((name, index) => made(`u${index}`, index, { name, group: '' })));
  t.deepEqual(
    groupPods(pods).map(({ name, pods }) => [name, pods.length]),
    [
      ['web', 2],
      ['db', 2],
      ['alone', 1],
      ['odd-name', 1],
    ],
  );
});

test('starts that slow each other down are found, others are not', (t) => {
  const random = randomStream(1, 'load');
  const podsOf = (perStart: number): PodHistory[] => {
    const underWay: number[] = [];
    return Array.from({ length: 300 }, (_, index): PodHistory => {
      const bound = index * 0.5 + random() * 5;
      const others = underWay.filter((started) => started > bound).length;
      const started = bound + 2 + perStart * others + 0.2 * random();
      underWay.push(started);
      return { ...historyOf(made(`p${index}`, 0)).pods[0]!, bound, started };
    });
  };
  const dependenceOf = (pods: PodHistory[]) => loadDependence(pods, startLoads(pods))!;
  const loaded = dependenceOf(podsOf(0.3));
  t.true(loaded.isThere);
  t.true(loaded.perStart > 0.1);
  t.false(dependenceOf(podsOf(0)).isThere);
});

test('groups and nodes that start their pods more slowly are no effect of the load', (t) => {
  const random = randomStream(2, 'load');
  const base = historyOf(made('p', 0)).pods[0]!;
  const made400 = Array.from({ length: 400 }, (_, index) => {
    const isSlow = index % 4 === 0;
    const started = (isSlow ? 2 : 0.1) + 0.05 * random();
    const load = Math.floor(4 * random()) + (isSlow ? 3 : 0);
    return { pod: { ...base, uid: `p${index}`, group: isSlow ? 'web' : 'task', bound: 0, started }, load };
  });
  const pods = made400.map(({ pod }) => pod);
  const loads = new Map(made400.map(({ pod, load }) => [pod, load] as const));
  t.true(loadDependence(pods, loads)!.isThere);
  t.false(loadDependence(pods, loads, ({ group }) => group)!.isThere);
  const onNodes = made400.map(({ pod, load }) => ({ pod: { ...pod, node: pod.group }, load }));
  const among = new Map(onNodes.map(({ pod, load }) => [pod, load] as const));
  t.false(loadDependence([...among.keys()], among)!.isThere);
});

test('one very slow start under load is no effect of the load', (t) => {
  const base = historyOf(made('p', 0)).pods[0]!;
  const pods = Array.from({ length: 30 }, (_, index): PodHistory => {
    return { ...base, uid: `p${index}`, bound: 0, started: index === 0 ? 60 : 1 };
  });
  const loads = new Map(pods.map((pod, index) => [pod, index === 0 ? 9 : index % 3] as const));
  const { perStart, standardError, isThere } = loadDependence(pods, loads)!;
  t.true(perStart > 5 * standardError);
  t.false(isThere);
});
