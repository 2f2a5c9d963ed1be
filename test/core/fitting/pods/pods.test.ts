/** From observations to samples: groups, cut-off ends, late entries, and causes of ends. */
import test from 'ava';
import type { Sample } from '../../../../src/core/distributions/estimating/sample.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import {
  arrivals,
  endCauses,
  lifetimes,
  phaseDelays,
  residualLifetimes,
} from '../../../../src/core/fitting/pods/group-samples.ts';
import { loadDependence, startLoads } from '../../../../src/core/fitting/pods/load-dependence.ts';
import {
  type ClusterHistory,
  collectHistory,
  type PodHistory,
  type TimeGrain,
} from '../../../../src/core/fitting/pods/pod-history.ts';
import { groupPods } from '../../../../src/core/fitting/pods/workload-group.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';

const SECOND = 1_000_000;
const WATCH = { window: 100, resolution: 1e-6 };

function template(cpu: string, image = 'web'): PodTemplate {
  return { spec: { containers: [{ name: 'main', image, resources: { requests: { cpu } } }] } };
}

function historyOf(...lines: readonly Observation[]): ClusterHistory {
  return historyInGrain({ resolution: 0, stamps: 0 }, ...lines);
}

function historyInGrain(grain: TimeGrain, ...lines: readonly Observation[]): ClusterHistory {
  const collector = collectHistory(grain);
  const all: Observation[] = [
    { at: 0, kind: 'template', hash: 'small', template: template('1') },
    { at: 0, kind: 'template', hash: 'large', template: template('4') },
    { at: 0, kind: 'template', hash: 'other', template: template('1', 'db') },
    ...lines,
    { at: 100 * SECOND, kind: 'close' },
  ];
  for (const observation of all) collector.observe(observation);
  return collector.history();
}

type Made = {
  readonly age?: number;
  readonly group?: string;
  readonly template?: string;
  readonly name?: string;
};

function made(
  uid: string,
  at: number,
  { age, group = 'web', template = 'small', name = uid }: Made = {},
): Observation {
  return {
    at: at * SECOND,
    kind: 'pod-created',
    uid,
    namespace: 'default',
    name,
    ...(group && { group }),
    template,
    ...(age !== undefined && { age: age * SECOND }),
  };
}

function rows({ rows }: Sample): (readonly [number, string, number])[] {
  return rows.map(({ duration, isEnded, entry }) => [duration, isEnded ? 'ended' : 'cut off', entry]);
}

const at = (seconds: number): number => seconds * SECOND;

test('a lifetime is from started to its end, and cut off where the window ends', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(2), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(5), kind: 'pod-started', uid: 'a' },
    { at: at(25), kind: 'pod-finished', uid: 'a', phase: 'Succeeded' },
    { at: at(26), kind: 'pod-deleted', uid: 'a' },
    made('b', 30),
    { at: at(40), kind: 'pod-bound', uid: 'b', node: 'n' },
    made('c', 50),
  );
  t.deepEqual(rows(lifetimes(pods, WATCH)), [[20, 'ended', 0]], 'what is still starting has no lifetime yet');
});

test('without recorded starts, a lifetime begins at bound', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(2), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(25), kind: 'pod-finished', uid: 'a', phase: 'Succeeded' },
    made('b', 30),
    { at: at(40), kind: 'pod-bound', uid: 'b', node: 'n' },
  );
  t.deepEqual(rows(lifetimes(pods, WATCH)), [
    [23, 'ended', 0],
    [60, 'cut off', 0],
  ]);
});

test('a pod that existed before the window enters late, at its age', (t) => {
  const { pods } = historyOf(made('old', 0, { age: 500 }), { at: at(30), kind: 'pod-deleted', uid: 'old' });
  t.deepEqual(rows(lifetimes(pods, WATCH)), [[530, 'ended', 500]]);
  t.deepEqual(rows(residualLifetimes(pods, WATCH)), [[30, 'ended', 0]]);
  t.is(arrivals(pods, WATCH).times.length, 0);
});

test('a pod that ended before its first observation is left out', (t) => {
  const { pods } = historyOf(
    made('done', 0, { age: 500 }),
    { at: 0, kind: 'pod-started', uid: 'done', stamp: at(-499) },
    { at: 0, kind: 'pod-finished', uid: 'done', phase: 'Succeeded', stamp: at(-400) },
    made('alive', 0, { age: 500 }),
    { at: at(30), kind: 'pod-deleted', uid: 'done' },
  );
  t.deepEqual(
    pods.map(({ uid }) => uid),
    ['alive'],
  );
});

test('the window opens when the existing pods are listed', (t) => {
  const { pods, window } = historyOf(
    made('old', 4, { age: 50 }),
    { at: at(4), kind: 'pod-started', uid: 'old', stamp: at(-40) },
    made('new', 10),
    { at: at(30), kind: 'pod-deleted', uid: 'old' },
  );
  t.is(window, 96);
  t.deepEqual(rows(lifetimes(pods, { ...WATCH, window })), [[70, 'ended', 44]]);
  t.deepEqual(rows(residualLifetimes(pods, { ...WATCH, window })), [[26, 'ended', 0]]);
  t.deepEqual(arrivals(pods, { ...WATCH, window }).times, [6]);
});

test('the age of a pod from before the window comes from the middle of its stamp', (t) => {
  const { pods } = historyInGrain(
    { resolution: 0.01, stamps: 1 },
    made('old', 0, { age: 7.4 }),
    { at: 0, kind: 'pod-started', uid: 'old', stamp: at(-5.4) },
    made('just', 0, { age: 0.6 }),
    { at: 0, kind: 'pod-started', uid: 'just', stamp: at(-0.6) },
    made('starting', 0, { age: 2 }),
    { at: at(3), kind: 'pod-started', uid: 'starting', stamp: at(2.6) },
  );
  const seen = rows(lifetimes(pods, WATCH));
  t.deepEqual(
    seen.map(([duration, , entry]) => [duration.toFixed(3), entry.toFixed(3)]),
    [
      ['97.000', '0.000'],
      ['100.300', '0.300'],
      ['104.900', '4.900'],
    ],
  );
});

test('times are rounded down to whole ticks, apart from the rounding of a quotient', (t) => {
  const { pods } = historyInGrain({ resolution: 0.1, stamps: 0 }, made('a', 0.3), made('b', 0.39));
  t.deepEqual(
    pods.map(({ created }) => created),
    [3 * 0.1, 3 * 0.1],
  );
});

test('the first observation of a step counts, and steps of unknown pods are left out', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(3), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(4), kind: 'pod-bound', uid: 'a', node: 'm' },
    { at: at(5), kind: 'pod-bound', uid: 'unknown', node: 'n' },
    { at: at(6), kind: 'pod-finished', uid: 'a', phase: 'Failed' },
    { at: at(7), kind: 'pod-deleted', uid: 'a' },
    { at: at(8), kind: 'pod-deleted', uid: 'unknown' },
  );
  t.deepEqual(
    pods.map(({ uid, bound, node, ended, cause }) => [uid, bound, node, ended, cause]),
    [['a', 3, 'n', 6, 'failed']],
  );
});

test('a gap of the observation has its start and its end in seconds', (t) => {
  const { gaps } = historyOf({ at: at(30), kind: 'gap', from: at(20), reason: 'restart' });
  t.deepEqual(gaps, [{ from: 20, to: 30 }]);
});

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

test('gaps between arrivals start when the window opens, and the last is cut off', (t) => {
  const { pods } = historyOf(made('a', 10), made('b', 40), made('c', 45));
  t.deepEqual(rows(arrivals(pods, WATCH).gaps), [
    [5, 'ended', 0],
    [10, 'ended', 0],
    [30, 'ended', 0],
    [55, 'cut off', 0],
  ]);
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
