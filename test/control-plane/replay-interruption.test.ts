/** Interrupts replays by Ctrl-C, a second Ctrl-C and a crash: nothing stays in the cluster, or a reset finds and removes it. */
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { randomStream } from '../../src/core/distributions/random-stream.ts';
import type { ClusterStatus } from '../../src/verbs/cluster/cluster-status.ts';
import type { ClusterReset } from '../../src/verbs/cluster/reset-cluster.ts';
import { sizeOfRun } from '../property-runs.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { type EndedReplay, isRecorded, kegOn, type RunningReplay, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

/** Busy enough that the cluster is probed first. It takes 5 s until the last pod ends. */
const SCENARIO = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: interrupted}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
  urgent: {spec: {priority: 7, containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
events:
  pods:
    - {name: p, template: small, arrivals: {type: constant, value: 60ms}, count: 50, lifetime: 2s, phases: {started: 100ms}}
    - {name: u, template: urgent, arrivalTime: 1s}
  workloads:
    - {at: 0s, kind: Deployment, name: web, template: small, replicas: 3}
  nodes:
    - {at: 2s, action: add, name: later, template: {allocatable: {cpu: 8, memory: 8Gi}}}
duration: 5s
`;
const MOMENTS = sizeOfRun(8, 20);
const LANES = 5;

let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile({ stages: true }));
});

/** Each play names its own nodes, so that several can run at the same time. */
function begin(t: ExecutionContext, lane: string, ...flags: readonly string[]): RunningReplay {
  const scenario = SCENARIO.replace('name: later', `name: ${lane}-later`);
  return startReplay(t, cluster, scenario, '--nodes', `${lane}=2:cpu=8,memory=32Gi`, ...flags);
}

/** What a replay does when it is interrupted. `after` is the line on stderr that begins it, `within` the longest wait after that, in ms. */
const PARTS = [
  { what: 'starting and looking', after: undefined, within: 2_500 },
  { what: 'making and probing', after: /^playing at/m, within: 5_000 },
  { what: 'playing', after: /^probe:/m, within: 5_000 },
  { what: 'playing and removing', after: /^probe:/m, within: 9_000 },
] as const;

async function interruptAt(
  t: ExecutionContext,
  lane: string,
  part: (typeof PARTS)[number],
  wait: number,
): Promise<EndedReplay | undefined> {
  const running = begin(t, lane);
  const { after } = part;
  if (after)
    await eventually(
      async () => running.printed(),
      (printed) => after.test(printed),
      180,
    );
  await sleep(wait);
  const isOver = running.child.exitCode !== null;
  running.child.kill('SIGINT');
  const ended = await running.ended;
  return isOver ? undefined : ended;
}

test.serial('Ctrl-C at random moments of a replay prints the results and leaves nothing', async (t) => {
  const seed = Number(process.env.KEG_TEST_SEED ?? Date.now() % 1e6);
  t.log(`KEG_TEST_SEED=${seed}`);
  const random = randomStream(seed, 'interruption', 'moments');
  const moments = Array.from({ length: MOMENTS }, (_, index) => {
    const part = PARTS[index % PARTS.length]!;
    return { part, wait: Math.round(random() * part.within) };
  });
  const left = moments.values();
  let interrupted = 0;
  let played = 0;
  const lane = async (name: string): Promise<void> => {
    for (const { part, wait } of left) {
      const ended = await interruptAt(t, name, part, wait);
      if (ended === undefined) continue;
      interrupted += 1;
      const place = `${part.what}, ${wait} ms: exit code ${ended.code}\n${ended.stderr}`;
      // Before keg handles the signal, the signal itself ends the process.
      t.true(ended.code === 130 || (ended.code === null && ended.stderr === ''), place);
      t.notRegex(ended.stderr, /fault|error:/, place);
      const nodes = [`${name}-0`, `${name}-1`, `${name}-later`];
      t.deepEqual(await kegObjects(api, { run: ended.run ?? 'none', nodes }), [], place);
      if (ended.code === null || /stopped before the clock started/.test(ended.stderr)) {
        t.is(ended.stdout, '', place);
        t.false(isRecorded(ended), place);
      } else {
        played += 1;
        t.true(ended.figures().window.closed, place);
        t.is((await ended.recording()).pods.size, ended.figures().pods.created, place);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(`lane${index}`)));
  t.log(`${interrupted} of ${MOMENTS} in time, ${played} with the clock running`);
  t.true(interrupted >= MOMENTS / 2 && played >= MOMENTS / 8);
  t.deepEqual(await kegObjects(api), []);
  t.deepEqual((await api.get('/api/v1/nodes')).body.items, []);
});

/** The id of the run, once it has pods. */
async function runWithPods(running: RunningReplay): Promise<string> {
  await eventually(
    () => api.get('/api/v1/pods?labelSelector=keg.dev/run'),
    ({ body }) => body.items.length >= 5,
    180,
  );
  return /as run (\w+)/.exec(running.printed())![1]!;
}

test.serial('a second Ctrl-C leaves at once, and a reset removes what stays', async (t) => {
  const running = begin(t, 'twice', '--no-probe');
  const run = await runWithPods(running);
  running.child.kill('SIGINT');
  // From then on the deletion takes another 5 s.
  await eventually(
    () => api.get(`/api/v1/namespaces/keg-${run}-default`),
    ({ body }) => body.status?.phase === 'Terminating',
    60,
  );
  running.child.kill('SIGINT');
  const ended = await running.ended;
  // Once the recording is in its place, keg no longer handles the signal, and the signal itself ends the process.
  t.true(ended.code === 130 || ended.code === null, `exit code ${ended.code}\n${ended.stderr}`);
  t.is(ended.stdout, '');
  t.not((await kegObjects(api, { run })).length, 0);
  const reset = await kegOn(t, cluster, ['cluster', 'reset', '--run', run]);
  t.is(reset.code, 0, reset.stderr);
  t.deepEqual(await kegObjects(api), []);
});

test.serial('after a crash cluster status shows the run, and a reset removes that run only', async (t) => {
  const running = begin(t, 'crashed', '--no-probe');
  const run = await runWithPods(running);
  running.child.kill('SIGKILL');
  await running.ended;
  const labels = { 'keg.dev/run': 'another' };
  await api.post('/api/v1/namespaces', { metadata: { name: 'of-another-run', labels } });
  await api.post('/api/v1/nodes', {
    metadata: { name: 'of-another-run', labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
  });
  await api.post('/api/v1/namespaces', { metadata: { name: 'keg-nobodys' } });

  const status = await kegOn(t, cluster, ['cluster', 'status', '-o', 'json']);
  const { runs } = JSON.parse(status.stdout) as ClusterStatus;
  const crashed = runs.find((each) => each.run === run)!;
  t.like(crashed, { nodes: 2, namespaces: 1 });
  t.true(crashed.pods >= 5);
  t.deepEqual(runs.map((each) => each.run).sort(), [run, 'another'].sort());

  const reset = await kegOn(t, cluster, ['cluster', 'reset', '--run', run, '-o', 'json']);
  t.is(reset.code, 0, reset.stderr);
  t.deepEqual(
    (JSON.parse(reset.stdout) as ClusterReset).runs.map((each) => each.run),
    [run],
  );
  t.deepEqual(await kegObjects(api, { run, nodes: ['crashed-0', 'crashed-1'] }), []);
  t.deepEqual(
    (await kegObjects(api)).filter((each) => /^(nodes|namespaces) /.test(each)),
    ['namespaces keg-nobodys', 'namespaces of-another-run', 'nodes of-another-run'],
  );
});

test.serial('--keep leaves the objects of the run and prints how to remove them', async (t) => {
  const kept = await begin(t, 'kept', '--no-probe', '--keep', '--speed', '5x').ended;
  t.is(kept.code, 0, kept.stderr);
  const objects = await kegObjects(api, { run: kept.run! });
  t.true(objects.includes(`namespaces keg-${kept.run}-default`));
  t.true(objects.includes('nodes kept-0'));
  const [, command = ''] =
    /what was created stays; remove it with kubectl keg (.+)$/m.exec(kept.stderr) ?? [];
  t.is(command, `cluster reset --run ${kept.run}`);
  t.is((await kegOn(t, cluster, command.split(' '))).code, 0);
  t.deepEqual(await kegObjects(api, { run: kept.run! }), []);
});
