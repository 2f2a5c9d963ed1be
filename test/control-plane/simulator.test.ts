/** Tests the simulator of the test scripts. One file has all tests on it, because two simulators cannot run at the same time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { request } from 'undici';
import type { Observation } from '../../src/core/recording/observation.ts';
import { FIXTURE, keg, ROOT } from '../cli/run-keg.ts';
import { sizeOfRun } from '../property-runs.ts';
import { sharedPath, testWithShared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readPid } from './cluster/cluster-folder.ts';
import { plainApi } from './cluster/plain-api.ts';
import { commandLine } from './cluster/processes.ts';
import { type Simulator, startSimulator } from './cluster/simulator/start-simulator.ts';
import { kegObjects } from './keg-objects.ts';
import { type EndedReplay, kegOn, replay, startReplay } from './replay-command.ts';
import { compareScores } from './simulator-scores.ts';
import { eventually } from './workload.ts';

const CHANGES = join(ROOT, 'fixtures', 'scheduler-changes.yaml');

let simulator: Simulator;

test.before(async () => {
  simulator = await startSimulator();
});

test.after.always(() => simulator?.stop());

async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
  const { statusCode, body: answer } = await request(`${simulator.simulatorUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: statusCode, text: await answer.text() };
}

const schedulerPid = () => readPid(`${simulator.folder}/simulator-scheduler.pid`);

test.serial('a new configuration and a reset restart the scheduler of the simulator', async (t) => {
  const pids = [await schedulerPid()];
  const profile = {
    schedulerName: 'default-scheduler',
    plugins: { multiPoint: { enabled: [{ name: 'NodeResourcesFit', weight: 7 }] } },
  };
  t.is((await ask('POST', '/schedulerconfiguration', { profiles: [profile] })).status, 202);
  t.regex((await ask('GET', '/schedulerconfiguration')).text, /"name":"NodeResourcesFit","weight":7/);
  pids.push(await schedulerPid());
  t.is((await ask('PUT', '/reset')).status, 202);
  t.notRegex((await ask('GET', '/schedulerconfiguration')).text, /NodeResourcesFit/);
  pids.push(await schedulerPid());
  t.is(new Set(pids).size, 3);
  t.is(await commandLine(pids[0] ?? 0), undefined, 'the scheduler before it has ended');
});

/** In the order of the creations: a scheduler that was just restarted may take waiting pods in another order. */
async function placements(recording: Pick<EndedReplay, 'recording'>): Promise<string[]> {
  const { pods } = await recording.recording();
  return [...pods.values()].filter(({ node }) => node).map(({ created, node }) => `${created.name} ${node}`);
}

async function assertNothingLeft(t: ExecutionContext, configuration: string): Promise<void> {
  const api = plainApi(simulator);
  t.deepEqual(await kegObjects(api), []);
  t.deepEqual((await api.get('/api/v1/nodes')).body.items, []);
  await api.close();
  t.is((await ask('GET', '/schedulerconfiguration')).text, configuration);
}

test.serial(
  'weights that change while pods arrive change placements as on the embedded cluster',
  async (t) => {
    const before = (await ask('GET', '/schedulerconfiguration')).text;
    const live = await replay(t, simulator, CHANGES, '--speed', '12x', '--no-probe');
    t.is(live.code, 0, live.stderr);
    t.deepEqual(await placements(live), ['a even-0', 'b deep-0', 'c even-0', 'd even-0', 'e deep-0']);
    t.regex(
      live.stderr,
      /^note: the scheduler was restarted 2 times .* took [\d.]+m?s at 4.* \(wall time\)$/m,
    );
    t.notRegex(live.stderr, /refused|\bfault/);
    const { observations } = await live.recording();
    t.is(observations.filter(({ kind }) => kind === 'scheduler-changed').length, 2);
    assertScores(t, observations, 2);
    const explained = observations.find((each) => each.kind === 'pod-explained' && each.node !== null);
    const { code, stdout } = await kegOn(t, simulator, [
      'explain',
      (explained as { uid: string }).uid,
      live.recordingPath,
    ]);
    t.is(code, 0);
    t.regex(stdout, /^As the scheduler itself explains it \(/m);
    await assertNothingLeft(t, before);
  },
);

test.serial('a replay that Ctrl-C stops at any moment leaves no object and the old weights', async (t) => {
  const before = (await ask('GET', '/schedulerconfiguration')).text;
  for (let round = 0; round < sizeOfRun(1, 10); round += 1) {
    const running = startReplay(t, simulator, CHANGES, '--speed', '12x', '--no-probe');
    await sleep(Math.random() * sizeOfRun(5_000, 10_000));
    running.child.kill('SIGINT');
    const { stderr } = await running.ended;
    t.notRegex(stderr, /not everything/);
    await assertNothingLeft(t, before);
  }
});

function assertScores(t: ExecutionContext, observations: readonly Observation[], least: number): void {
  const { compared, different } = compareScores(observations);
  t.log(`${compared} decisions compared`);
  t.deepEqual(different, []);
  t.true(compared >= least, `${least} pods came alone and are explained`);
  t.false(
    observations.some(({ kind }) => kind === 'pod-changed'),
    'an annotation is no change of a pod',
  );
}

const PODS = 700;

/** Pods of four kinds that arrive one after the other on nodes of four kinds. */
function decisions(): string {
  const nodes = [16, 32, 8, 24].map(
    (cpu, index) =>
      `    - {name: n${index}, count: 4, template: {labels: {zone: z${index % 3}}, allocatable: {cpu: "${cpu}", memory: ${(index + 3) * 16}Gi, pods: "110"}}}`,
  );
  const pods = Array.from(
    { length: PODS },
    (_, index) => `    - {name: p${index}, arrivalTime: ${1000 + index * 90}ms, template: t${index % 4}}`,
  );
  const zone = 'preference: {matchExpressions: [{key: zone, operator: In, values: [z1]}]}';
  const spread =
    '{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: spread}}}';
  const container = (cpu: string, memory: string) =>
    `containers: [{name: main, image: none.invalid/none, resources: {requests: {cpu: ${cpu}, memory: ${memory}}}}]`;
  return [
    'apiVersion: keg.dev/v1alpha1\nkind: Scenario\nmetadata: {name: decisions}\ncluster:\n  nodes:',
    ...nodes,
    'templates:',
    `  t0: {spec: {${container('100m', '128Mi')}}}`,
    `  t1: {spec: {${container('250m', '512Mi')}}}`,
    `  t2: {spec: {${container('500m', '256Mi')}, affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 30, ${zone}}]}}}}`,
    `  t3: {metadata: {labels: {app: spread}}, spec: {${container('50m', '1Gi')}, topologySpreadConstraints: [${spread}]}}`,
    'events:\n  pods:',
    ...pods,
  ].join('\n');
}

if (sizeOfRun(false, true)) {
  test.serial('the scores that the simulator writes into its pods equal those of the model', async (t) => {
    const live = await replay(t, simulator, decisions(), '--no-probe');
    t.is(live.code, 0, live.stderr);
    assertScores(t, (await live.recording()).observations, 500);
  });
}

const STAYING = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: staying}
cluster: {nodes: [{name: n, count: 1, template: {allocatable: {cpu: "4", memory: 8Gi, pods: "9"}}}]}
templates: {pod: {spec: {containers: [{name: main, image: none.invalid/none, resources: {requests: {cpu: "1"}}}]}}}
events: {pods: [{name: a, arrivalTime: 1s, template: pod}, {name: b, arrivalTime: 2s, template: pod}]}
`;

test.serial('an export loads in the simulator, and import reads what the simulator exports', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('staying.yaml'), STAYING);
  await keg(['replay', path('staying.yaml'), '--recording', path('staying.keg.jsonl')]);
  const argv = ['export', path('staying.keg.jsonl'), '--to', 'simulator-import', '-o', path('load.json')];
  t.is((await keg(argv)).code, 0);
  const loaded = await ask('POST', '/import', JSON.parse(readFileSync(path('load.json'), 'utf8')));
  t.is(loaded.status, 200, loaded.text);
  const api = plainApi(simulator);
  const { body } = await eventually(
    () => api.get('/api/v1/namespaces/default/pods'),
    (answer) => answer.body.items.every((pod: { spec: { nodeName?: string } }) => pod.spec.nodeName),
  );
  t.is(body.items.length, 2);
  writeFileSync(path('export.json'), (await ask('GET', '/export')).text);
  const read = await keg(['import', path('export.json'), '-o', path('back.keg.jsonl')]);
  t.regex(read.stdout, /^2 pods: 2 bound/m);
  // Its reset brings back what was there when it started.
  t.is((await ask('PUT', '/reset')).status, 202);
  await api.close();
});

test.serial('cluster reset --scheduler gives the scheduler its default profiles back', async (t) => {
  await ask('POST', '/schedulerconfiguration', { profiles: [{ schedulerName: 'other' }] });
  const argv = ['cluster', 'reset', '--scheduler', '--simulator-url', simulator.simulatorUrl];
  const reset = await kegOn(t, simulator, argv);
  t.is(reset.code, 0, reset.stderr);
  t.regex(reset.stdout, /^scheduler +has its default profiles again/m);
  t.notRegex((await ask('GET', '/schedulerconfiguration')).text, /other/);
});

if (sizeOfRun(false, true)) {
  test.serial('the demo plays to its end on the simulator', async (t) => {
    const before = (await ask('GET', '/schedulerconfiguration')).text;
    const live = await replay(t, simulator, FIXTURE, '--speed', '1500x');
    t.is(live.code, 0, live.stderr);
    const { pods, window, ignored } = live.figures();
    const embedded = JSON.parse((await keg(['replay', FIXTURE, '-o', 'json'])).stdout);
    t.true(pods.created >= 0.97 * embedded.pods.created, `${pods.created} of ${embedded.pods.created}`);
    t.deepEqual(window, embedded.window);
    t.is(ignored.total, 0);
    await assertNothingLeft(t, before);
  });
}

/** The first pod of each has two equal nodes: node-1 and node-3 are alike, and may be swapped. */
const RECORDED = {
  'static-weights': ['node-3', 'node-1', 'node-2', 'node-2', 'node-1', 'node-3'],
  nrf_priority: ['node-3', 'node-1', 'node-2', 'node-2', 'node-1', 'node-3'],
  'dynamic-weights': ['node-3', 'node-1', 'node-2', 'node-2', 'node-1', 'node-1'],
};

for (const [name, expected] of sizeOfRun([], Object.entries(RECORDED))) {
  testWithShared.serial(
    `the scenario ${name} of the original tool is placed as it recorded it`,
    async (t) => {
      const file = sharedPath(`data/seeds/keg/legacy-2025-04/scenario-${name}.yaml`);
      const live = await replay(t, simulator, file, '--speed', '10x', '--no-probe');
      t.is(live.code, 0, live.stderr);
      const nodes = (await placements(live)).map((each) => each.split(' ')[1]);
      const swapped = { 'node-1': 'node-3', 'node-3': 'node-1' } as Record<string, string>;
      t.deepEqual(nodes[0] === 'node-3' ? nodes : nodes.map((node) => swapped[node!] ?? node), expected);
    },
  );
}
