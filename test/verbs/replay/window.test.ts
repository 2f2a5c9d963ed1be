/** Windows of recordings and scenarios: what exists at their start, and that they measure the same as a report of the whole. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Figures } from '../../../src/core/measure/figures.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { readWindowTime } from '../../../src/core/recording/window/window-bounds.ts';
import { embeddedTarget } from '../../../src/targets/embedded/embedded-target.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from './replay-embedded.ts';
import { life, node, replay, second, template, written } from './written-day.ts';

const windowOf = (from?: string, to?: string) => ({
  from: readWindowTime('--from', from),
  to: readWindowTime('--to', to),
});

/** Two nodes; `old` runs on the one that the scheduler would not choose, `full` waits, `new` arrives in the window. */
const DAY = [
  node('a'),
  node('b'),
  template('2'),
  template('3'),
  ...life('first', '3', 0, 1, 'b', 90),
  ...life('old', '3', 2, 3, 'a', 60),
  ...life('full', '2', 20, 61, 'a', 95),
  ...life('new', '2', 40, 62, 'a', 80),
];

async function placements(t: ExecutionContext, file: string, request: object): Promise<string[]> {
  const recording = join(temporaryFolder(t), 'window.keg.jsonl');
  await replay(file, { recording, ...request });
  const { observations } = await reportRecording({ file: recording, keepObservations: true });
  const names = new Map<string, string>();
  return observations.flatMap((observation: Observation) => {
    if (observation.kind === 'pod-created') names.set(observation.uid, observation.name);
    if (observation.kind !== 'pod-bound') return [];
    return `${observation.at / 1e6} ${names.get(observation.uid)} ${observation.node}`;
  });
}

/** Figures that a report and a replay of the same window share. */
function comparable({ cluster, pools, queue, pods, window, phases, makespan }: Figures) {
  return { cluster, pools, queue, pods, window, phases, makespan };
}

test('running pods begin a window on their recorded nodes, and the others are scheduled', async (t) => {
  const file = written(t, DAY);
  const seen = await placements(t, file, windowOf('30s', '70s'));
  t.deepEqual(seen.slice(0, 2), ['0 first b', '0 old a'], 'as recorded');
  t.deepEqual(
    seen.slice(2).map((line) => line.split(' ')[1]),
    ['full', 'new'],
    'pending at the start, and created in the window',
  );
  t.true(
    seen.slice(2).every((line) => Number(line.split(' ')[0]) >= 30),
    'when old has ended, 60 s of the recording',
  );
});

test('the report of a window has the figures of its pinned replay', async (t) => {
  const file = written(t, DAY);
  const { figures } = await replay(file, { ...windowOf('30s', '75s'), pin: true });
  const report = await reportRecording({ file, keepObservations: false, window: windowOf('30s', '75s') });
  t.deepEqual(figures.cluster, report.figures.cluster);
  t.is(figures.window.to, second(45));
  t.deepEqual(figures.recording.source.window, { from: second(30), to: second(75) });
});

test('a wall time begins a window where the recording has it', async (t) => {
  const { figures } = await replay(written(t, DAY), windowOf('2026-01-01T00:00:30Z', '75s'));
  t.is(figures.window.to, second(45));
});

const SCENARIO = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: windows}
cluster: {nodes: [{name: n, count: 3, template: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}]}
templates: {web: {spec: {containers: [{name: main, resources: {requests: {cpu: 1500m, memory: 1Gi}}}]}}}
events:
  pods:
    - {name: web, count: 60, arrivals: {type: exponential, mean: 60s}, lifetime: {type: exponential, mean: 6m}, phases: {started: 2s, ready: 3s}, template: web}
  nodes:
    - {at: 20m, action: cordon, name: n-1}
    - {at: 30m, action: add, name: extra, count: 1, template: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}
`;

function scenarioFile(t: ExecutionContext): string {
  const file = join(temporaryFolder(t), 'windows.yaml');
  writeFileSync(file, SCENARIO);
  return file;
}

test('a window of a scenario is the window of its replay', async (t) => {
  const file = scenarioFile(t);
  const recording = join(temporaryFolder(t), 'whole.keg.jsonl');
  await replay(file, { recording });
  for (const [from, to] of [
    ['0s', '10m'],
    ['10m', '25m'],
    ['25m', undefined],
  ] as const) {
    const { figures } = await replay(file, windowOf(from, to));
    const report = await reportRecording({
      file: recording,
      keepObservations: false,
      window: windowOf(from, to),
    });
    t.deepEqual(comparable(figures), comparable(report.figures), `${from} to ${to}`);
  }
});

test('a target that lives in real time begins with the state of the embedded cluster', async (t) => {
  const file = scenarioFile(t);
  const live = { ...embeddedTarget, playsBeforeWindows: false };
  const exact = await replay(file, windowOf('15m', '40m'));
  const { figures } = await replayEmbedded({ file, ...windowOf('15m', '40m') }, live);
  t.deepEqual(figures.cluster.resources.cpu?.requested, exact.figures.cluster.resources.cpu?.requested);
  t.deepEqual(figures.pods, exact.figures.pods);
  t.deepEqual(figures.queue, exact.figures.queue);
});

test('a window with workloads is refused on such a target', async (t) => {
  const file = join(temporaryFolder(t), 'workloads.yaml');
  writeFileSync(
    file,
    `${SCENARIO}  workloads:\n    - {at: 0s, kind: Deployment, name: api, replicas: 2, template: web}\n`,
  );
  const live = { ...embeddedTarget, playsBeforeWindows: false };
  await t.throwsAsync(replayEmbedded({ file, ...windowOf('15m') }, live), { message: /it has workloads/ });
  await t.notThrowsAsync(replayEmbedded({ file, ...windowOf('15m') }));
});

test('a window that begins after the end, or has another end, is refused', async (t) => {
  await t.throwsAsync(replay(written(t, DAY), windowOf('2h')), {
    message: /--from 2h is not before the end, 1m40s/,
  });
  await t.throwsAsync(replay(scenarioFile(t), windowOf('200h')), { message: /is not before the end/ });
  await t.throwsAsync(replay(scenarioFile(t), { ...windowOf('2m'), duration: 60e6 }), {
    message: /--duration can't/,
  });
});
