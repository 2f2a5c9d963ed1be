/** Drains and failures of nodes as what-ifs: on scenarios, recordings and autoscaled nodes, and recorded so that they replay. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { plannedDrains } from '../../../src/verbs/replay/drain-flag.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { life, node, replay, template, written } from './written-day.ts';

const NODES =
  '{name: w, count: 3, template: {labels: {topology.kubernetes.io/zone: z}, allocatable: {cpu: 4}}}';
const WEB =
  'workloads: [{at: 0s, kind: Deployment, name: web, replicas: 6, phases: {terminated: 30s}, podSpec: {metadata: {labels: {app: web}}, spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}]';

function scenario(t: ExecutionContext, events: string, cluster = `nodes: [${NODES}]`): string {
  const file = join(temporaryFolder(t), 'day.yaml');
  writeFileSync(
    file,
    `apiVersion: keg.dev/v1alpha1\nkind: Scenario\nduration: 12h\ncluster: {${cluster}}\nevents: {${events}}\n`,
  );
  return file;
}

interface Line {
  readonly at: number;
  readonly kind: string;
  readonly uid?: string;
  readonly name?: string;
  readonly node?: string;
  readonly graceSeconds?: number;
}

const linesOf = (file: string): Line[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line);

test('--drain evicts the pods of a node at its time, and the node stays cordoned', async (t) => {
  const recording = join(temporaryFolder(t), 'run.keg.jsonl');
  const { figures } = await replay(scenario(t, WEB), { drain: ['w-0@10:00'], recording });
  t.is(figures.disruptions.pods, 2);
  t.deepEqual(figures.disruptions.reasons, [{ reason: 'EvictionByEvictionAPI', count: 2 }]);
  const lines = linesOf(recording);
  t.true(lines.filter(({ kind }) => kind === 'pod-disrupted').every(({ at }) => at === 36_000e6));
  t.deepEqual(
    lines.filter(({ kind, at }) => kind === 'pod-bound' && at > 36_000e6).map((line) => line.node === 'w-0'),
    [false, false],
  );
});

test('--drain of a pool drains all its nodes, and an unknown name is refused', async (t) => {
  const { figures } = await replay(scenario(t, WEB), { drain: ['w@2h'] });
  t.is(figures.disruptions.pods, 6);
  t.is(figures.pods.alive.pending, 6);
  const error = await t.throwsAsync(replay(scenario(t, WEB), { drain: ['x@2h'] }));
  t.regex(error?.message ?? '', /--drain x: no node or pool is called so at 2h/);
});

for (const [text, start, offset, wanted] of [
  ['a@2h', undefined, 0, 7200],
  ['a@2h', '2026-03-01T08:00:00Z', 3600e6, 3600],
  ['a@10:00', undefined, 0, 36_000],
  ['a@10:00', undefined, 43_200e6, 79_200],
  ['a@10:00', '2026-03-01T08:00:00Z', 0, 7200],
  ['a@07:30:30', '2026-03-01T08:00:00Z', 0, 84_630],
  ['a@2026-03-02T08:00:00Z', '2026-03-01T08:00:00Z', 0, 86_400],
] as const)
  test(`--drain ${text} of what starts at ${start ?? 'no date'} (${offset / 1e6}s later) is at ${wanted}s`, (t) => {
    t.is(plannedDrains([text], { start, offset })[0]!.at, wanted * 1e6);
  });

for (const text of ['a', '@2h', 'a@', 'a@25:00', 'a@-2h', 'a@noon'])
  test(`--drain ${text} is refused`, (t) => {
    t.regex(
      t.throws(() => plannedDrains([text], {}), { instanceOf: UserError }).next ?? '',
      /--drain worker-0@2h/,
    );
  });

test('--drain after the end is refused, and one at the end is not', async (t) => {
  const error = await t.throwsAsync<UserError>(replay(scenario(t, WEB), { drain: ['w@13h'] }));
  t.is(error?.next, 'write an earlier time, or a longer --duration; in a window a later --to');
  await t.notThrowsAsync(replay(scenario(t, WEB), { drain: ['w@13h'], duration: 14 * 3600e6 }));
  t.is(error?.message, '--drain w@13h is after the end of what is played, which takes 12h');
  await t.notThrowsAsync(replay(scenario(t, WEB), { drain: ['w@12h'] }));
});

test('--drain counts from the start of a recording that is a window of another one', async (t) => {
  const [day, window] = ['day.keg.jsonl', 'window.keg.jsonl'].map((name) => join(temporaryFolder(t), name));
  await replay(scenario(t, WEB), { recording: day });
  await replay(day!, { from: { at: 3600e6 * 4, isMoment: false }, recording: window });
  const { figures } = await replay(window!, { drain: ['w-0@1h'] });
  t.is(figures.disruptions.pods, 2);
});

test('--drain at a time of day or a date counts from the date that --start gives a scenario', async (t) => {
  for (const drain of ['w-0@10:00', 'w-0@2026-03-01T10:00:00Z']) {
    const recording = join(temporaryFolder(t), 'run.keg.jsonl');
    await replay(scenario(t, WEB), { drain: [drain], start: '2026-03-01T08:00:00Z', recording });
    t.is(linesOf(recording).find(({ kind }) => kind === 'pod-disrupted')?.at, 7200e6);
  }
});

test('a date where there is none, and a time before the start, are refused', (t) => {
  t.regex(t.throws(() => plannedDrains(['a@2026-03-02T08:00:00Z'], {})).message, /is a date/);
  t.regex(t.throws(() => plannedDrains(['a@1h'], { offset: 7200e6 })).message, /before the start/);
});

test('a spot node gets notice, drains within its grace, and goes', async (t) => {
  const recording = join(temporaryFolder(t), 'run.keg.jsonl');
  const failures = ['{nodes: w-0, betweenFailures: 2h, repair: 3h, notice: 2m, grace: 5s}'];
  await replay(scenario(t, WEB), { failures, recording });
  const story = linesOf(recording).flatMap(({ at, kind, graceSeconds }) =>
    at >= 7080e6 && at < 19_000e6 && /node-|disrupted|terminating|pod-deleted/.test(kind)
      ? [`${at / 1e6} ${kind}${graceSeconds === undefined ? '' : ` ${graceSeconds}`}`]
      : [],
  );
  t.deepEqual(story, [
    '7080 node-changed',
    '7080 pod-disrupted',
    '7080 pod-terminating 5',
    '7080 pod-disrupted',
    '7080 pod-terminating 5',
    '7085 pod-deleted',
    '7085 pod-deleted',
    '7200 node-removed',
    '18000 node-added',
  ]);
});

test('the recording of failures replays with the same nodes and the same placements', async (t) => {
  const recording = join(temporaryFolder(t), 'run.keg.jsonl');
  const events = `${WEB}, failures: [{betweenFailures: {type: exponential, mean: 3h}, repair: {type: lognormal, median: 20m, sigma: 0.5}}, {name: zone, per: zone, betweenFailures: {type: weibull, scale: 8h, shape: 2}, repair: 30m}, {name: spot, nodes: w-2, betweenFailures: 5h, repair: 10m, notice: 2m}]`;
  const first = await replay(scenario(t, events), { recording });
  t.true(first.figures.nodes.length > 10, `${first.figures.nodes.length} stays of nodes`);
  const again = await replay(recording);
  t.deepEqual(
    again.figures.nodes.map(({ node: name, added, removed }) => [name, added, removed]),
    first.figures.nodes.map(({ node: name, added, removed }) => [name, added, removed]),
  );
  t.deepEqual(again.figures.pods, first.figures.pods);
  t.is(again.difference!.placements.equal, first.figures.pods.bound);
});

const ofNode = (kind: string, name: string) => ({ owners: [{ kind, name }] });

test('pods of a recording come back elsewhere where their controller would create others', async (t) => {
  const file = written(t, [
    node('a'),
    node('b', 10),
    template('1'),
    ...life('web', '1', 0, 0, 'a', 90, ofNode('ReplicaSet', 'web')),
    ...life('agent', '1', 0, 0, 'a', undefined, ofNode('DaemonSet', 'agent')),
    ...life('bare', '1', 0, 0, 'a'),
  ]);
  const recording = join(temporaryFolder(t), 'run.keg.jsonl');
  const { figures } = await replay(file, {
    failures: ['{nodes: a, betweenFailures: 20s, repair: 1h}'],
    recording,
  });
  const lines = linesOf(recording);
  const names = lines.filter(({ kind }) => kind === 'pod-created').map(({ name }) => name);
  t.deepEqual(names.toSorted(), ['agent', 'bare', 'web', 'web-again-1']);
  t.is(lines.filter(({ kind, at }) => kind === 'pod-deleted' && at === 20e6).length, 3);
  // The owner deletes its pod when it deleted the recorded one: it ran from 1s on.
  t.is(lines.findLast(({ kind }) => kind === 'pod-deleted')?.at, 90e6 + 11_000);
  t.is(figures.pods.deleted, 4);
});

test('pods of a DaemonSet come back with their node', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('agent', '1', 0, 0, 'a', undefined, ofNode('DaemonSet', 'agent')),
  ]);
  const { figures } = await replay(file, { failures: ['{betweenFailures: 20s, repair: 10s}'] });
  t.is(figures.pods.created, 4);
  t.is(figures.pods.alive.bound, 1);
});

test('nodes of an autoscaler fail with notice, and others take their place', async (t) => {
  const pool = '{pools: [{name: spot, template: {allocatable: {cpu: 4}}, delay: 1m}]}';
  const events = `${WEB}, failures: [{nodes: spot, betweenFailures: {type: exponential, mean: 2h}, notice: 2m}]`;
  const { figures } = await replay(scenario(t, events, `autoscaler: ${pool}`));
  t.true(figures.nodes.length > 4, `${figures.nodes.length} nodes`);
  t.is(figures.pods.alive.bound, 6);
  t.true(figures.disruptions.pods > 0);
  const other = await replay(scenario(t, events, `autoscaler: ${pool}`), { amplify: '2' });
  t.is(other.figures.nodes[0]!.removed, figures.nodes[0]!.removed);
});

for (const [value, wanted] of [
  ['{nodes: w}', /--failures \{nodes: w\}: .*betweenFailures/],
  ['{nodes: w, betweenFailures: 0s}', /betweenFailures must be longer than 0/],
  ['{nodes: w, betweenFailures: 1h, repiar: 1m}', /--failures .*repiar/],
  ['{nodes: nothing, betweenFailures: 1h}', /--failures: no node has nothing/],
  ['{nodes: [w, nothing], betweenFailures: 1h}', /--failures: no node has nothing/],
  ['{per: rack, betweenFailures: 1h}', /--failures: no node has the label rack/],
  ['missing.yaml', /missing\.yaml|no such file/],
] as const)
  test(`--failures ${value} is refused`, async (t) => {
    const error = await t.throwsAsync(replay(scenario(t, WEB), { failures: [value] }), {
      instanceOf: UserError,
    });
    t.regex(error?.message ?? '', wanted);
  });

test('--failures FILE takes those of another scenario, each with draws of its own', async (t) => {
  const file = scenario(
    t,
    'failures: [{nodes: w-0, betweenFailures: {type: exponential, mean: 1h}, repair: 5m}]',
  );
  const { figures } = await replay(scenario(t, WEB), {
    failures: [file, '{nodes: w-1, betweenFailures: {type: exponential, mean: 1h}, repair: 5m}'],
  });
  const failed = new Set(
    figures.nodes.flatMap(({ node: name, removed }) => (removed === null ? [] : [name])),
  );
  t.deepEqual([...failed].sort(), ['w-0', 'w-1']);
});

test('--pin goes with neither', async (t) => {
  const file = written(t, [node('a'), template('1'), ...life('web', '1', 0, 0, 'a')]);
  const error = await t.throwsAsync(replay(file, { pin: true, drain: ['a@10s'] }));
  t.regex(error?.message ?? '', /no node can be drained or fail/);
});
