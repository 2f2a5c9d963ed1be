/** A replayed recording on other nodes: what belongs to them is added, copied or left out. */
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { FIXTURE, life, node, replay, second, template, written } from './written-day.ts';

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
  t.regex(warnings.join(), /left out: 2 pods of nodes that are not there now/);
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

test('an autoscaler takes the place of the recorded nodes, and drains no recorded pod', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('etcd-a', '1', 0, 0, 'a', undefined, { owners: [{ kind: 'Node', name: 'a' }] }),
    ...life('web', '1', 5, 5, 'a', undefined, { owners: [{ kind: 'ReplicaSet', name: 'web' }] }),
    { at: second(7200), kind: 'close' },
  ]);
  const autoscaler = `${file}.pools.yaml`;
  const pools = '[{name: p, delay: 9s, template: {allocatable: {cpu: 40, memory: 8Gi}}}]';
  writeFileSync(autoscaler, `cluster: {autoscaler: {pools: ${pools}}}\n`);
  const { figures, warnings } = await replay(file, { autoscaler, nodesScale: '2' });
  t.true(warnings.some((warning) => /--nodes-scale has no effect/.test(warning)));
  t.like(figures.scaling, { latency: { n: 1 }, pools: [{ pool: 'p', joined: 1, left: 0 }] });
  t.is(figures.disruptions.pods, 0);
  await t.throwsAsync(replay(file, { autoscaler, pin: true }), { instanceOf: UserError, message: /--pin/ });
});

test('an autoscaler is read from a scenario with a table, and not from a recording', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('web', '1', 5, 5, 'a'),
    { at: second(60), kind: 'close' },
  ]);
  const autoscaler = `${file}.pools.yaml`;
  const table = `${file}.csv`;
  const pods = `[{name: p, arrivals: [1s], requests: {type: choice, table: '${table}'}, podSpec: {spec: {containers: [{name: m}]}}}]`;
  writeFileSync(table, 'weight,cpu\n1,1\n');
  writeFileSync(
    autoscaler,
    `cluster: {autoscaler: {pools: [{name: p, template: {allocatable: {cpu: 40, memory: 8Gi}}}]}}\nevents: {pods: ${pods}}\n`,
  );
  const { figures } = await replay(file, { autoscaler });
  t.is(figures.scaling?.pools[0]?.joined, 1);
  await t.throwsAsync(replay(file, { autoscaler: file }), {
    instanceOf: UserError,
    message: /^this is a .*recording.*, not a scenario with cluster\.autoscaler$/,
  });
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
  t.true(warnings.some((warning) => /plays 1 pod with the first requests/.test(warning)));
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

test('--nodes POOL=COUNT changes one pool of a recording, and a note states all pools', async (t) => {
  const nodes = [node('a', 0, 'x'), node('b', 0, 'x'), node('c', 0, 'y')];
  const file = written(t, [...nodes, template('1'), ...life('p', '1', 1, 2)]);
  const { figures, warnings } = await replay(file, { nodes: ['x=3'] });
  t.deepEqual(figures.nodes.map(({ node: name }) => name).sort(), ['a', 'a-copy-1', 'b', 'c']);
  t.true(warnings.some((text) => text.endsWith('nodes of each pool: x 2 → 3, y 1; in all 3 → 4')));
  await t.throwsAsync(replay(file, { nodes: ['z=3'] }), { message: /there is no pool z/ });
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
  const error = await t.throwsAsync(() => replay(written(t, [node('a')])), { instanceOf: UserError });
  t.is(error?.message, 'this is a recording of nodes without pods: there is nothing to play');
  t.regex(
    error?.next ?? '',
    /generate SCENARIO --nodes-from .*small\.keg\.jsonl -o OUT\.yaml; kubectl keg fit/,
  );
});

test('a recording without pods and nodes has nothing to report', async (t) => {
  await t.throwsAsync(() => reportRecording({ file: written(t, []), keepObservations: false }), {
    instanceOf: UserError,
    message: /nothing to report/,
  });
});

test('a recorded pool keeps its labels on nodes of the command line, and --stages is idle', async (t) => {
  const owners = { owners: [{ kind: 'ReplicaSet', name: 'web' }] };
  const selecting = {
    ...template('1'),
    template: { spec: { containers: [{ name: 'c' }], nodeSelector: { disk: 'ssd' } } },
  };
  const file = written(t, [
    { ...node('a', 0, 'fast'), labels: { disk: 'ssd', 'kubernetes.io/hostname': 'a' } } as Observation,
    selecting as never,
    ...life('web', '1', 0, 0, 'a', undefined, owners),
  ]);
  const { figures, warnings } = await replay(file, { nodes: ['fast=2:cpu=4'], stages: ['none.yaml'] });
  t.is(figures.pods.bound, 1);
  t.regex(warnings.join(), /pool fast keep 1 label and 0 taints/);
  t.regex(warnings.join(), /--stages has no effect on a recording/);
});
