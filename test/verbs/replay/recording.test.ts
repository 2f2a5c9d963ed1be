/** Replays of recordings: on their own or other nodes, with placements pinned or decided by the scheduler. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { encodeHeader, encodeObservation } from '../../../src/core/recording/encode.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import type { RecordingDifference } from '../../../src/verbs/replay/recording-difference.ts';
import type { ReplayRequest } from '../../../src/verbs/replay/replay-scenario.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { sharedText, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported } from '../import/imported.ts';
import { replayEmbedded } from './replay-embedded.ts';

const FIXTURE = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu-day.yaml');
const TOOL = { name: 'kubectl-keg', version: '0.0.0' };
const ONE_PER_CENT = 0.01;

function replay(file: string, request: Partial<ReplayRequest> = {}) {
  return replayEmbedded({ file, ...request });
}

/** By how much the used area of the resource that differs most differs. */
function largest({ areas }: RecordingDifference): number {
  return Math.max(...areas.map(({ difference }) => Math.abs(difference ?? Number.NaN)));
}

const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  name: 'small',
  source: { kind: 'cluster' },
  start: '2026-01-01T00:00:00.000000000Z',
  tool: TOOL,
  clock: { kind: 'monotonic', resolution: '1us' },
  redaction: 'none',
};
const second = (seconds: number) => seconds * 1e6;
const template = (cpu: string, more = {}): Observation => ({
  at: 0,
  kind: 'template',
  hash: cpu,
  template: { spec: { containers: [{ name: 'main', resources: { requests: { cpu } } }], ...more } },
});
const node = (name: string, seconds = 0, pool?: string): Observation => ({
  at: second(seconds),
  kind: 'node-added',
  uid: `${name}@${seconds}`,
  name,
  ...(pool === undefined ? {} : { pool }),
  labels: { 'kubernetes.io/hostname': name },
  allocatable: { cpu: '4', pods: '10' },
});
function life(
  uid: string,
  cpu: string,
  created: number,
  bound?: number,
  on = 'a',
  ended?: number,
  more = {},
): Observation[] {
  const all: Observation[] = [
    {
      at: second(created),
      kind: 'pod-created',
      uid,
      namespace: 'default',
      name: uid.split('@')[0]!,
      template: cpu,
      ...more,
    },
  ];
  if (bound !== undefined) {
    all.push({ at: second(bound), kind: 'pod-bound', uid, node: on });
    all.push({ at: second(bound + 1), kind: 'pod-started', uid });
  }
  if (ended !== undefined) all.push({ at: second(ended), kind: 'pod-deleted', uid });
  return all;
}

function written(t: ExecutionContext, observations: readonly Observation[], end = 100): string {
  const file = join(temporaryFolder(t), 'small.keg.jsonl');
  const inOrder = [...observations].sort((one, other) => one.at - other.at);
  const lines = [...inOrder, { at: second(end), kind: 'close' } as const].map(encodeObservation);
  writeFileSync(file, `${[encodeHeader(HEADER), ...lines].join('\n')}\n`);
  return file;
}

test('a recording replayed with placements pinned has the recorded used area and nodes', async (t) => {
  const recording = join(temporaryFolder(t), 'day.keg.jsonl.gz');
  const { figures } = await replay(FIXTURE, { recording });
  const { difference, figures: again } = await replay(recording, { pin: true });
  t.true(largest(difference!) <= ONE_PER_CENT, String(largest(difference!)));
  t.deepEqual(difference!.placements, {
    equal: figures.pods.created,
    different: 0,
    lost: 0,
    gained: 0,
    unknown: 0,
  });
  t.is(again.pods.created, figures.pods.created);
  t.log(`${figures.pods.created} pods, largest difference ${largest(difference!)}`);
});

test('the same scheduler on the same nodes decides the same', async (t) => {
  const recording = join(temporaryFolder(t), 'day.keg.jsonl');
  await replay(FIXTURE, { recording });
  const { difference } = await replay(recording);
  t.is(difference!.placements.equal, difference!.waiting.recorded.n);
  t.deepEqual(difference!.waiting.replayed, difference!.waiting.recorded);
});

test('a replay with fewer nodes reports the differences', async (t) => {
  const recording = join(temporaryFolder(t), 'day.keg.jsonl');
  await replay(FIXTURE, { recording });
  const { difference } = await replay(recording, { nodesScale: '0.8' });
  t.true(largest(difference!) > ONE_PER_CENT);
  t.true(
    difference!.placements.different > 0 && difference!.neverBound.replayed > difference!.neverBound.recorded,
  );
  const { isPinned, placements } = difference!;
  t.false(isPinned);
  const { equal, different, lost, gained, unknown } = placements;
  t.is(equal + different + lost + gained + unknown, 1104, 'every recorded pod is in one of them');
});

test('nodes join, change and leave at their recorded times', async (t) => {
  const observations: Observation[] = [
    node('a'),
    node('b', 20, 'spot'),
    { at: second(30), kind: 'node-changed', uid: 'a@0', unschedulable: true },
    { at: second(60), kind: 'node-removed', uid: 'b@20' },
  ];
  const output = join(temporaryFolder(t), 'again.keg.jsonl');
  await replay(written(t, observations), { recording: output });
  const { observations: seen } = await reportRecording({ file: output, keepObservations: true });
  t.deepEqual(
    seen.map(({ at, kind }) => [at / 1e6, kind]),
    [
      [0, 'node-added'],
      [20, 'node-added'],
      [30, 'node-changed'],
      [60, 'node-removed'],
      [100, 'close'],
    ],
  );
  t.like(seen[1], { pool: 'spot' });
  t.like(seen[2], { unschedulable: true });
});

test('pods that were alive at the start are created at 0', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('old', '1', 0, 0, 'a', 50, { age: second(3600) }),
  ]);
  const output = join(temporaryFolder(t), 'again.keg.jsonl');
  const { difference } = await replay(file, { recording: output, pin: true });
  const { observations } = await reportRecording({ file: output, keepObservations: true });
  t.is(observations.find(({ kind }) => kind === 'pod-created')?.at, 0);
  t.is(observations.find(({ kind }) => kind === 'pod-deleted')?.at, second(50));
  t.is(largest(difference!), 0);
});

test('a pinned pod is bound when it was bound, or waits as long as it waited', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('waited', '1', 5, 40, 'a', 90),
    ...life('never', '1', 5, undefined, undefined, 70),
    ...life('pending', '1', 6),
  ]);
  const { difference, figures } = await replay(file, { pin: true });
  t.is(largest(difference!), 0);
  t.is(difference!.placements.equal, 3);
  t.deepEqual([figures.neverBound.withdrawn, figures.neverBound.pending], [1, 1]);
});

test('pods with one name get different names, since they may overlap', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('db@1', '1', 1, 2, 'a', 10),
    ...life('db@2', '1', 10, 11, 'a', 20),
    ...life('db@3', '1', 20, 21, 'a'),
  ]);
  const { played, difference } = await replay(file, { pin: true });
  t.deepEqual(played.refusals, []);
  t.is(difference!.placements.equal, 3);
});

test('static pods stay on their nodes', async (t) => {
  const owners = [{ kind: 'Node', name: 'b' }];
  const file = written(t, [
    node('a'),
    node('b'),
    template('1'),
    ...life('etcd-b', '1', 0, 0, 'b', undefined, { owners }),
  ]);
  for (let seed = 0; seed < 5; seed += 1) {
    const { difference } = await replay(file, { seed });
    t.is(difference!.placements.equal, 1);
  }
});

test('pods that belong to removed nodes are left out', async (t) => {
  const ofNode = (kind: string, name: string) => ({ owners: [{ kind, name }] });
  const file = written(t, [
    node('a'),
    node('b'),
    template('1'),
    ...life('etcd-b', '1', 0, 0, 'b', undefined, ofNode('Node', 'b')),
    ...life('agent-a', '1', 0, 0, 'a', undefined, ofNode('DaemonSet', 'agent')),
    ...life('agent-b', '1', 0, 0, 'b', undefined, ofNode('DaemonSet', 'agent')),
    ...life('web', '1', 0, 0, 'b', undefined, ofNode('ReplicaSet', 'web')),
  ]);
  const { figures, warnings } = await replay(file, { nodesScale: '0.5' });
  t.is(figures.pods.created, 2);
  t.regex(warnings.join(), /2 pods belong to nodes that are not there now/);
  const others = await replay(file, { nodes: ['3:cpu=4,pods=10'] });
  t.is(others.figures.pods.bound, 4, 'on other nodes all pods are alike');
});

test('a recording without nodes asks for nodes, and is played on those given', async (t) => {
  const file = written(t, [
    template('1'),
    { at: 0, kind: 'pod-created', uid: 'x', namespace: 'default', name: 'x', template: '1' },
    { at: 1, kind: 'pod-bound', uid: 'x', node: null },
  ]);
  const bare = await replay(file);
  t.regex(bare.warnings.join(), /has no nodes: give some with --nodes/);
  const { warnings, figures, difference } = await replay(file, { nodes: ['2:cpu=4,memory=8Gi,pods=10'] });
  t.false(warnings.some((warning) => warning.includes('no nodes')));
  t.is(figures.pods.bound, 1);
  t.is(difference!.placements.unknown, 1);
});

test('--pin is refused with other nodes and for a scenario', async (t) => {
  const file = written(t, [node('a')]);
  for (const request of [{ nodes: ['1:cpu=1'] }, { nodesScale: '2' }])
    await t.throwsAsync(replay(file, { pin: true, ...request }), { instanceOf: UserError, message: /--pin/ });
  await t.throwsAsync(replay(FIXTURE, { pin: true }), { instanceOf: UserError, message: /--pin/ });
});

test('gaps and resizes of a recording are reported', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    template('2'),
    ...life('x', '1', 1, 2),
    { at: second(30), kind: 'pod-resized', uid: 'x', template: '2' },
    { at: second(50), kind: 'gap', from: second(40), reason: 'watch lost' },
  ]);
  const { warnings } = await replay(file);
  t.true(warnings.some((warning) => /1 pods were resized in place/.test(warning)));
  t.true(warnings.some((warning) => /10s of the recording were not seen/.test(warning)));
});

test('twice the nodes are copies, pool by pool', async (t) => {
  const nodes = [node('a', 0, 'x'), node('b', 0, 'x'), node('c', 0, 'y')];
  const file = written(t, [...nodes, template('1'), ...life('p', '1', 1, 2)]);
  const { figures } = await replay(file, { nodesScale: '2' });
  t.deepEqual(figures.nodes.map(({ node: name }) => name).sort(), [
    'a',
    'a-copy-1',
    'b',
    'b-copy-1',
    'c',
    'c-copy-1',
  ]);
  const half = await replay(file, { nodesScale: '50%' });
  t.deepEqual(
    half.figures.pools.map(({ pool, nodes }) => [pool, nodes.seen]),
    [
      ['x', 1],
      ['y', 1],
    ],
  );
});

testWithShared('100 pods of a real kube-scheduler: within 1 % when pinned, compared when not', async (t) => {
  const [header = '', ...rows] = sharedText(
    'data/seeds/keg/legacy-2025-04/results/scenario-100-default.placements.csv',
  )
    .trim()
    .split('\n');
  const column = (row: string, name: string) => row.split(',')[header.split(',').indexOf(name)]!;
  const events = rows.flatMap((row) => {
    const [name, on, cpu, memory] = ['pod_name', 'node', 'cpu_req', 'mem_req'].map((each) =>
      column(row, each),
    );
    const event = (moment: string, node: string, phase: string, type: string) =>
      [column(row, moment), name, node, phase, type, cpu, memory].join(',');
    return [
      event('added', '', 'Pending', 'add'),
      event('bound', on!, 'Running', 'update'),
      event('deleted', on!, 'Running', 'delete'),
    ];
  });
  const folder = temporaryFolder(t);
  const history = join(folder, 'event_history.csv');
  writeFileSync(
    history,
    ['timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req', ...events.sort()].join('\n'),
  );
  const nodes = [...new Set(rows.map((row) => column(row, 'node')))].map((name) => {
    const file = join(folder, `${name}_free_resource_history.csv`);
    writeFileSync(
      file,
      `timestamp,memory,pods,cpu\n${column(rows[0]!, 'added')},34359738368000,110000,4000\n`,
    );
    return file;
  });
  const { output, result } = await imported(t, [history, ...nodes]);
  t.is(result.pods, 100);
  const pinned = await replay(output, { pin: true });
  t.true(largest(pinned.difference!) <= ONE_PER_CENT, String(largest(pinned.difference!)));
  t.is(pinned.difference!.placements.equal, 100);
  const { difference } = await replay(output);
  t.log(
    `decided anew: ${difference!.placements.equal} of 100 on the same node, used area ${largest(difference!)}`,
  );
  t.is(difference!.placements.equal + difference!.placements.different, 100);
});

test('a recording that is cut short is played with a warning', async (t) => {
  const file = written(t, [node('a'), template('1'), ...life('p', '1', 1, 2)]);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n{"at":9,"ki`);
  const { warnings } = await replay(file);
  t.regex(warnings.join('\n'), /the last line is cut short and is left out/);
  t.regex(warnings.join('\n'), /no close line/);
});

test('a recording of nodes without pods has nothing to play', async (t) => {
  await t.throwsAsync(() => replay(written(t, [node('a')])), {
    instanceOf: UserError,
    message: /^there is nothing to play/,
  });
});

test('a recording without pods and nodes has nothing to report', async (t) => {
  await t.throwsAsync(() => reportRecording({ file: written(t, []), keepObservations: false }), {
    instanceOf: UserError,
    message: /nothing to report/,
  });
});
