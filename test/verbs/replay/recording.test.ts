/** Replays of recordings: on their own or other nodes, with placements pinned or decided by the scheduler. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { RecordingDifference } from '../../../src/verbs/replay/recording-difference.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { sharedText, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported } from '../import/imported.ts';
import { FIXTURE, life, node, replay, second, template, written } from './written-day.ts';

const ONE_PER_CENT = 0.01;

/** By how much the used area of the resource that differs most differs. */
function largest({ areas }: RecordingDifference): number {
  return Math.max(...areas.map(({ difference }) => Math.abs(difference ?? Number.NaN)));
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
