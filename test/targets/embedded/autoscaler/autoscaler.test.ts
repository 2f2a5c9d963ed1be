/** The embedded autoscaler: nodes join exactly when they are needed, and leave without flapping. */
import test from 'ava';
import { autoscaled, dailyWorkload, meanNodes, nodesOf, pods } from './played-pools.ts';

const AT_ONCE = 'scheduler: {latency: {cycle: 0s, bind: 0s}}';
const pool = (rest = '', offer = '{cpu: 4, memory: 16Gi}', name = 'a') =>
  `{name: ${name}, template: {allocatable: ${offer}}${rest}}`;
const cluster = (pools: string, rest = '') =>
  `cluster: {${AT_ONCE}, autoscaler: {pools: [${pools}]${rest}}}\n`;
const web = (replicas: number, requests: string, rest = '', more = '') =>
  `events: {workloads: [{at: 5m, kind: Deployment, name: web, replicas: ${replicas}, podSpec: ${pods(requests, more)}${rest}}]}\n`;

const shrinking = (workloads: string) =>
  workloads.replace(/\]\}\n$/, ', {at: 30m, kind: Deployment, name: web, replicas: 3}]}\n');

for (const [count, cpu, wanted] of [
  [1, '1', 1],
  [10, '1500m', 5],
  [37, '1', 10],
  [40, '1', 10],
  [41, '1', 11],
] as const)
  test(`${count} pods of ${cpu} cpu need ${wanted} nodes of 4`, (t) => {
    const day = autoscaled(
      `duration: 3h\n${cluster(pool(', delay: 90s'))}${web(count, `{cpu: ${cpu}, memory: 1Gi}`)}`,
    );
    t.is(nodesOf(day).length, wanted);
    t.is(meanNodes(day, 390, 10_800), wanted);
  });

test('a node joins exactly its delay after the creation of the pod that needs it', (t) => {
  const text = `duration: 2h\ncluster: {autoscaler: {pools: [${pool(', delay: 97s')}]}}\n`;
  const arrivals = `events: {pods: [{name: p, arrivals: [10s, 31m, 45m13s], podSpec: ${pods('{cpu: 3}')}}]}\n`;
  t.deepEqual(
    nodesOf(autoscaled(text + arrivals)).map(({ joined, order }) => [joined, order]),
    [10, 1860, 2713].map((created) => [created + 97, { at: created * 1e6, since: created * 1e6 }]),
  );
});

test('a batch orders once, and delays are drawn from the seed', (t) => {
  const text = `duration: 20m\n${cluster(pool(', delay: {type: uniform, min: 30s, max: 60s}'), ', batch: 10s')}`;
  const arrivals = `events: {pods: [{name: p, arrivals: [{at: 10s, count: 4}, {at: 15s, count: 6}], podSpec: ${pods('{cpu: 2}')}}]}\n`;
  const joins = (seed: number) => nodesOf(autoscaled(text + arrivals, seed)).map(({ joined }) => joined);
  const nodes = nodesOf(autoscaled(text + arrivals));
  t.deepEqual(new Set(nodes.map(({ order }) => order?.at)), new Set([20e6]));
  t.is(nodes.length, 5);
  t.true(nodes.every(({ joined }) => joined >= 50 && joined <= 80));
  t.deepEqual(joins(1), joins(1));
  t.notDeepEqual(joins(1), joins(2));
});

test('nodes for M/G/infinity are on the mean as many as the offered load', (t) => {
  const atOnce = ', consolidation: {emptyAfter: 0s, cooldown: 0s, underusedBelow: 0}';
  const jobs = `events: {pods: [{name: j, arrivals: {type: exponential, mean: 60s}, until: 100h, lifetime: {type: lognormal, median: 10m, sigma: 0.8}, podSpec: ${pods('{cpu: 3}')}}]}\n`;
  const day = autoscaled(`duration: 100h\n${cluster(pool(), atOnce)}${jobs}`);
  const load = (600 * Math.exp(0.8 ** 2 / 2)) / 60;
  const mean = meanNodes(day, 7200, 360_000);
  t.true(Math.abs(mean / load - 1) < 0.04, `${mean} nodes beside ${load}`);
});

test('a day has no flapping: no node joins within the cool-down of one that left', (t) => {
  const day = autoscaled(`duration: 24h\n${cluster(pool(', delay: 60s, min: 1'))}${dailyWorkload(4, 60, 0)}`);
  const nodes = nodesOf(day);
  t.true(nodes.length >= 15 && nodes.length <= 17, `${nodes.length} nodes`);
  const gaps = nodes.flatMap(({ joined }) =>
    nodes.flatMap(({ left }) => (left <= joined ? [joined - left] : [])),
  );
  t.true(Math.min(...gaps, Number.POSITIVE_INFINITY) >= 600, `${Math.min(...gaps)}s`);
  t.true(nodes.every(({ joined, left }) => left - joined >= 600));
  // In the evening the nodes leave again.
  t.true(meanNodes(day, 85_000, 86_400) < 5);
});

test('a noisy day has at most a few more joins', (t) => {
  const day = autoscaled(`duration: 24h\n${cluster(pool(', delay: 60s'))}${dailyWorkload(4, 60, 4)}`);
  const { length } = nodesOf(day);
  t.true(length >= 15 && length <= 26, `${length} joins`);
});

test('the least waste chooses the pool, and the price does where it is the expander', (t) => {
  const pools = [
    pool(', price: 1', '{cpu: 16, memory: 64Gi}', 'big'),
    pool(', price: 0.4', '{cpu: 4, memory: 16Gi}', 'small'),
    pool(', price: 0.1', '{cpu: 4, memory: 64Gi}', 'cheap'),
  ].join(', ');
  const load = web(2, '{cpu: 1500m, memory: 6Gi}');
  const names = (rest: string) =>
    nodesOf(autoscaled(`duration: 10m\n${cluster(pools, rest)}${load}`)).map(({ name }) => name);
  t.deepEqual(names(''), ['small-0']);
  t.deepEqual(names(', expander: price'), ['cheap-0']);
});

test('limits of nodes and of capacity hold, and a pod that no pool helps orders nothing', (t) => {
  const load = web(20, '{cpu: 2}');
  const count = (rest: string) => nodesOf(autoscaled(`duration: 1h\n${cluster(pool(rest))}${load}`)).length;
  t.is(count(', max: 3'), 3);
  t.is(count(', limits: {cpu: 18}'), 4);
  t.is(count(''), 10);
  t.is(nodesOf(autoscaled(`duration: 1h\n${cluster(pool())}${web(3, '{cpu: 5}')}`)).length, 0);
});

test('pods wait for a node of a full pool until one has left', (t) => {
  const text = cluster(pool(', max: 1'), ', consolidation: {emptyAfter: 1m, cooldown: 0s}');
  const first = `{name: p, arrivalTime: 0s, lifetime: 5m, podSpec: ${pods('{cpu: 1}', 'nodeSelector: {kubernetes.io/hostname: a-0}, ')}}`;
  const later = `{name: q, arrivalTime: 1m, podSpec: ${pods('{cpu: 1}', 'nodeSelector: {kubernetes.io/hostname: a-1}, ')}}`;
  const day = autoscaled(`duration: 1h\n${text}events: {pods: [${first}, ${later}]}\n`);
  const end = day.observations.find(({ kind }) => kind === 'pod-deleted')!.at / 1e6;
  t.deepEqual(
    nodesOf(day).map(({ name, joined, left }) => [name, joined, left]),
    [
      ['a-0', 0, end + 60],
      ['a-1', end + 60, Number.POSITIVE_INFINITY],
    ],
  );
});

test('nodes have room for the pods of DaemonSets, which keep no node', (t) => {
  const daemon = `{at: 0s, kind: DaemonSet, name: agent, podSpec: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}`;
  const load = `{at: 5m, kind: Deployment, name: web, replicas: 4, podSpec: ${pods('{cpu: 1500m}')}}`;
  const gone = '{at: 1h, kind: Deployment, name: web, replicas: 0}';
  const day = autoscaled(
    `duration: 2h\n${cluster(pool())}events: {workloads: [${daemon}, ${load}, ${gone}]}\n`,
  );
  t.deepEqual(
    nodesOf(day).map(({ joined, left }) => [joined, left]),
    [
      [300, 4200],
      [300, 4200],
    ],
  );
});

test('room that a pod preempts counts as taken, so the pods that lost it get a node at once', (t) => {
  const low = `{at: 5m, kind: Deployment, name: web, replicas: 4, podSpec: ${pods('{cpu: 1}')}}`;
  const high = `{at: 20m, kind: Deployment, name: vip, replicas: 1, podSpec: ${pods('{cpu: 2}', 'priority: 1000, ')}}`;
  const day = autoscaled(
    `duration: 1h\ncluster: {autoscaler: {pools: [${pool(', delay: 90s')}]}}\nevents: {workloads: [${low}, ${high}]}\n`,
  );
  t.deepEqual(
    nodesOf(day).map(({ order }) => Math.floor((order?.at ?? 0) / 1e6)),
    [300, 1200],
  );
});

test('a pod that no node would help keeps no node', (t) => {
  const gated = `{name: g, arrivalTime: 0s, podSpec: ${pods('{cpu: 1}', 'schedulingGates: [{name: later}], ')}}`;
  const large = `{name: l, arrivalTime: 0s, podSpec: ${pods('{cpu: 100}')}}`;
  const load = `{name: p, arrivalTime: 1m, lifetime: 5m, podSpec: ${pods('{cpu: 1}')}}`;
  const day = autoscaled(`duration: 1h\n${cluster(pool())}events: {pods: [${gated}, ${large}, ${load}]}\n`);
  t.deepEqual(
    nodesOf(day).map(({ left }) => Number.isFinite(left)),
    [true],
  );
});

test('an underused node is drained with grace, and leaves with its last pod', (t) => {
  const phases = ', phases: {terminated: 20s}';
  const scaled = shrinking(web(8, '{cpu: 1}', phases));
  const day = autoscaled(`duration: 2h\n${cluster(pool())}${scaled}`);
  const left = nodesOf(day).map((node) => node.left);
  const evicted = day.observations.flatMap((each) => (each.kind === 'pod-disrupted' ? [each.at / 1e6] : []));
  t.is(left.filter(Number.isFinite).length, 1);
  t.true(evicted.length > 0);
  t.is(Math.min(...left), evicted[0]! + 20);
});

for (const [why, more, rest] of [
  [
    'a budget',
    '',
    ', objects: [{kind: PodDisruptionBudget, metadata: {name: web}, spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}}]',
  ],
  ['an annotation', 'karpenter.sh/do-not-disrupt', ''],
] as const)
  test(`a node stays whose pods ${why} protects`, (t) => {
    const scaled = shrinking(web(8, '{cpu: 1}'));
    const text = `duration: 2h\n${cluster(pool()).replace('}\n', `${rest}}\n`)}${scaled}`;
    const protectedPods =
      more === ''
        ? text
        : text.replaceAll('labels: {app: web}', `labels: {app: web}, annotations: {${more}: "true"}`);
    const day = autoscaled(protectedPods);
    t.is(nodesOf(day).length, 2);
    t.true(nodesOf(day).every(({ left }) => left === Number.POSITIVE_INFINITY));
  });
