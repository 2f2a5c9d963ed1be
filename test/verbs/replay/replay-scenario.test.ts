/** A scenario file becomes figures and a recording that agree with each other. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { embeddedTarget } from '../../../src/targets/embedded/embedded-target.ts';
import type { OpenTarget, PlayMoment } from '../../../src/targets/target.ts';
import type { ReplayRequest } from '../../../src/verbs/replay/replay-scenario.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type EmbeddedReplay, replayEmbedded } from './replay-embedded.ts';

const FIXTURE = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu-day.yaml');
const TOOL = { name: 'kubectl-keg', version: '0.0.0' };

function replay(request: Partial<ReplayRequest>): Promise<EmbeddedReplay> {
  return replayEmbedded({ file: FIXTURE, speed: 10, ...request });
}

const SMALL = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: small}
seed: 5
duration: 10m
cluster:
  kubernetesVersion: "1.33"
  nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]
templates: {task: {spec: {containers: [{resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}
events:
  pods:
    - {name: task, template: task, arrivals: {type: exponential, mean: 10s}, lifetime: {type: exponential, mean: 80s}, until: 1h}
`;

function small(t: ExecutionContext, change = (text: string): string => text): string {
  const file = join(temporaryFolder(t), 'small.yaml');
  writeFileSync(file, change(SMALL));
  return file;
}

for (const name of ['day.keg.jsonl', 'day.keg.jsonl.gz']) {
  test(`the report of ${name} gives the figures of the replay that wrote it, digit for digit`, async (t) => {
    const recording = join(temporaryFolder(t), name);
    const { figures, header } = await replay({ recording });
    const report = await reportRecording({ file: recording, keepObservations: false });
    t.deepEqual(report.figures, figures);
    t.deepEqual(report.header, header);
    t.deepEqual(report.figures.problems, []);
    t.true(figures.pods.created > 1000, 'the day is worth measuring');
    t.is(figures.ignored.total, 0);
  });
}

test('a name in .gz is compressed, and much smaller', async (t) => {
  const folder = temporaryFolder(t);
  await replay({ recording: join(folder, 'day') });
  await replay({ recording: join(folder, 'day.gz') });
  const [plain, compressed] = ['day', 'day.gz'].map((name) => readFileSync(join(folder, name)).length);
  t.true(compressed! * 5 < plain!, `${compressed} of ${plain} bytes`);
});

test('two replays write the same bytes; another seed writes others', async (t) => {
  const folder = temporaryFolder(t);
  const bytes = async (name: string, seed?: number): Promise<Buffer> => {
    await replay({ recording: join(folder, name), seed });
    return readFileSync(join(folder, name));
  };
  const first = await bytes('first');
  t.true(first.equals(await bytes('second')));
  t.true((await bytes('first.gz')).equals(await bytes('second.gz')));
  t.false(first.equals(await bytes('third', 8)));
});

test('observations are kept on request, and equal those of the recording', async (t) => {
  const recording = join(temporaryFolder(t), 'day');
  t.is((await replay({})).observations.length, 0);
  const { observations } = await replay({ recording, keepObservations: true });
  const report = await reportRecording({ file: recording, keepObservations: true });
  t.deepEqual(report.observations, observations);
});

for (const [what, change] of [
  ['an error in the file', (text: string) => text.replace('count: 2', 'count: two')],
  [
    'an error found only when it is expanded',
    (text: string) => `${text}  nodes: [{at: 1s, action: cordon, name: none}]\n`,
  ],
  ['a file that is no YAML', (text: string) => `${text}}{`],
] as const) {
  test(`${what} writes nothing, and keeps a recording that is there`, async (t) => {
    const folder = temporaryFolder(t);
    const file = small(t, change);
    const recording = join(folder, 'day');
    const error = await t.throwsAsync(() => replay({ file, recording }), { instanceOf: UserError });
    t.is((error as UserError).position?.file, file);
    t.is(typeof (error as UserError).position?.line, 'number');
    t.deepEqual(readdirSync(folder), []);
    writeFileSync(recording, 'mine');
    await t.throwsAsync(() => replay({ file, recording }));
    t.is(readFileSync(recording, 'utf8'), 'mine');
    t.deepEqual(readdirSync(folder), ['day']);
  });
}

test('a recording that cannot be written is refused before anything is played', async (t) => {
  const recording = join(temporaryFolder(t), 'none', 'day');
  await t.throwsAsync(() => replay({ recording }), { instanceOf: UserError, message: /^there is no folder/ });
});

test('a target that fails leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t);
  const failing: OpenTarget = {
    name: 'failing',
    async survey(play, speed) {
      const run = await embeddedTarget.survey(play, speed);
      return { ...run, play: () => Promise.reject(new Error('lost')) };
    },
  };
  const request = { file: FIXTURE, recording: join(folder, 'day') };
  await t.throwsAsync(() => replayEmbedded(request, failing), { message: 'lost' });
  t.deepEqual(readdirSync(folder), []);
});

test('the seed is the flag’s, else the scenario’s, else 1', async (t) => {
  const seed = async (request: Partial<ReplayRequest>) => (await replay(request)).header.source.seed;
  const file = small(t);
  t.is(await seed({ file, seed: 9 }), 9);
  t.is(await seed({ file, seed: 0 }), 0);
  t.is(await seed({ file }), 5);
  t.is(await seed({ file: small(t, (text) => text.replace('seed: 5\n', '')) }), 1);
});

test('the Kubernetes version is the flag’s, else the scenario’s, else the newest', async (t) => {
  const version = async (request: Partial<ReplayRequest>) => (await replay(request)).header.source.kubernetes;
  const file = small(t);
  t.is(await version({ file, kubernetesVersion: 'v1.31.2' }), '1.31.2');
  t.is(await version({ file }), '1.33');
  t.is(
    await version({ file: small(t, (text) => text.replace('  kubernetesVersion: "1.33"\n', '')) }),
    '1.37',
  );
  await t.throwsAsync(() => version({ file, kubernetesVersion: '1.29' }), {
    instanceOf: UserError,
    message: 'Kubernetes 1.29 is not modelled',
  });
});

test('the same day differs under 1.30 and 1.36', async (t) => {
  const [old, recent] = await Promise.all(
    ['1.30', '1.36'].map((kubernetesVersion) => replay({ kubernetesVersion, keepObservations: true })),
  );
  t.is(old!.figures.pods.created, recent!.figures.pods.created);
  t.notDeepEqual(old!.figures.waiting, recent!.figures.waiting);
});

test('the header contains what was replayed, where and how fast', async (t) => {
  const { header } = await replay({ file: small(t), speed: 30 });
  t.deepEqual(header, {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: 'small',
    source: {
      kind: 'replay',
      target: 'embedded',
      kubernetes: '1.33',
      scenario: 'small',
      seed: 5,
      drawn: true,
      speed: 30,
    },
    start: '1970-01-01T00:00:00.000000000Z',
    tool: TOOL,
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  });
});

test('--duration cuts the scenario’s own, and the window ends there', async (t) => {
  const file = small(t);
  const long = await replay({ file });
  const short = await replay({ file, duration: 120_000_000 });
  t.is(long.figures.window.to, 600_000_000);
  t.is(short.figures.window.to, 120_000_000);
  t.true(short.figures.pods.created > 0 && short.figures.pods.created < long.figures.pods.created);
  t.true(short.figures.window.closed);
});

test('--nodes replaces the scenario’s nodes and keeps its arrivals', async (t) => {
  const file = small(t);
  const one = await replay({ file, nodes: ['big=1:cpu=64,memory=64Gi', 'x=2:cpu=1,memory=1Gi'] });
  t.deepEqual(
    one.figures.nodes.map(({ node }) => node),
    ['big-0', 'x-0', 'x-1'],
  );
  t.is(one.figures.pods.created, (await replay({ file })).figures.pods.created);
  t.is(one.figures.neverBound.count, 0);
});

test('a recorded pod list is found from the scenario’s folder and played', async (t) => {
  const folder = temporaryFolder(t);
  const recording = join(folder, 'pods.keg.jsonl');
  const first = await replay({ file: small(t), recording });
  const file = join(folder, 'again.yaml');
  writeFileSync(
    file,
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: again, recorded: pods.keg.jsonl}
duration: 10m
cluster: {kubernetesVersion: "1.33", nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
`,
  );
  const again = await replay({ file });
  t.is(again.figures.pods.created, first.figures.pods.created);
  const when = ({ figures }: EmbeddedReplay) => figures.waiting.n;
  t.is(when(again), when(first));
  writeFileSync(file, readFileSync(file, 'utf8').replace('pods.keg.jsonl', 'none.keg.jsonl'));
  await t.throwsAsync(() => replay({ file }), { instanceOf: UserError, message: /^there is no file .*none/ });
});

test('a replay of a replay with known lifetimes has the same figures', async (t) => {
  const folder = temporaryFolder(t);
  const recording = join(folder, 'pods.keg.jsonl');
  const lasting = (text: string): string =>
    text.replace('until: 1h', 'until: 5m').replace('duration: 10m\n', '');
  const first = await replay({ file: small(t, lasting), recording });
  const file = join(folder, 'again.yaml');
  writeFileSync(
    file,
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: again, recorded: pods.keg.jsonl}
seed: 5
cluster: {kubernetesVersion: "1.33", nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
`,
  );
  const again = await replay({ file });
  const { pods, makespan, waiting, phases, queue, cluster, nodes } = first.figures;
  t.like(again.figures, { pods, makespan, waiting, phases, queue, cluster });
  t.deepEqual(again.figures.nodes, nodes);
});

test('progress is scenario time that never goes back', async (t) => {
  const times: number[] = [];
  const file = small(t, (text) =>
    text
      .replace('duration: 10m\n', '')
      .replace('mean: 10s}', 'mean: 10s}')
      .replace('until: 1h', 'until: 20h'),
  );
  const moment = ({ scenarioTime }: PlayMoment): void => void times.push(scenarioTime);
  const none = (): void => {};
  await replay({ file, show: { inform: none, warn: none, doing: none, moment } });
  t.true(times.length > 0);
  t.true(times.every((at, index) => index === 0 || at >= times[index - 1]!));
});

test('nothing is written where no recording is asked for', async (t) => {
  const file = small(t);
  await replay({ file });
  t.deepEqual(readdirSync(join(file, '..')), ['small.yaml']);
  t.false(existsSync('results'));
});

const IDLE = `apiVersion: keg.dev/v1alpha1
kind: Scenario
duration: 1m
cluster: {nodes: [{name: n, template: {allocatable: {cpu: 8, pods: 110}}}]}
templates: {task: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
events:
  pods:
`;

for (const [entry, words] of [
  ['{name: p, template: task, arrivalTime: 10m}', /^there is nothing to play/],
  [
    '{name: p, template: task, arrivals: {type: exponential, mean: 1s}, count: 0}',
    /^there is nothing to play/,
  ],
] as const) {
  test(`a scenario in which no pod arrives is refused: ${entry.slice(-18)}`, async (t) => {
    const file = join(temporaryFolder(t), 'idle.yaml');
    writeFileSync(file, `${IDLE}    - ${entry}\n`);
    await t.throwsAsync(() => replay({ file }), { instanceOf: UserError, message: words });
  });
}

test('a duration before the first event is refused', async (t) => {
  const file = join(temporaryFolder(t), 'late.yaml');
  writeFileSync(file, `${IDLE}    - {name: p, template: task, arrivalTime: 10s}\n`);
  await t.throwsAsync(() => replay({ file, duration: 1e6 }), {
    instanceOf: UserError,
    message: 'there is nothing to play: no pod arrives in the first 1s',
  });
});
