/** The recording of a replay contains the configuration that decided, and every command that reads it decides with it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { embeddedTargetWith } from '../../../src/targets/embedded/embedded-target.ts';
import { explainPod } from '../../../src/verbs/explain/explain-pod.ts';
import { verifyRecording } from '../../../src/verbs/verify/verify-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from '../replay/replay-embedded.ts';

/** The profile fills nodes, and the pods of the template name its scheduler. */
const PACKING = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster:
  kubernetesVersion: "1.36"
  nodes: [{name: n, count: 4, template: {allocatable: {cpu: 8, memory: 32Gi}}}]
  scheduler:
    configuration:
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      profiles:
        - schedulerName: packer
          pluginConfig:
            - {name: NodeResourcesFit, args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}}
templates:
  small: {spec: {schedulerName: packer, containers: [{name: c, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}
events:
  pods: [{name: p, count: 12, arrivals: {type: constant, value: 1}, lifetime: 1h, template: small}]
`;

const QUIET = { onProgress: () => {} };

async function packed(t: ExecutionContext): Promise<string> {
  const folder = temporaryFolder(t);
  const file = join(folder, 'packing.yaml');
  writeFileSync(file, PACKING);
  const recording = join(folder, 'run.keg.jsonl');
  await replayEmbedded({ file, recording });
  return recording;
}

const nodesOf = (path: string) => [...readFileSync(path, 'utf8').matchAll(/"pod-bound".*"node":"(.+?)"/g)];

test('a replay is verified with the configuration in its header', async (t) => {
  const { verification, problems } = await verifyRecording({ file: await packed(t), slack: 0, ...QUIET });
  t.deepEqual(problems, []);
  t.is(verification.kubernetes, '1.36');
  t.deepEqual(verification.undecided, {});
  t.like(verification.bindings, { decided: 12, best: 12, veryNode: 12 });
});

test('explain decides with the configuration in the header', async (t) => {
  const { explanation } = await explainPod({ file: await packed(t), pod: 'p-5', ...QUIET });
  t.is(explanation.agrees, true);
});

test('a replay with workers that race says so, and is verified and explained as such', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'raced.yaml');
  writeFileSync(file, PACKING.replace('count: 4', 'count: 150').replace('count: 12', 'count: 40'));
  const verified = async (parallelSearch: boolean) => {
    const recording = join(folder, `${parallelSearch}.keg.jsonl`);
    await replayEmbedded({ file, recording }, embeddedTargetWith({ parallelSearch }));
    const { header, verification } = await verifyRecording({ file: recording, slack: 0, ...QUIET });
    const { explanation } = await explainPod({ file: recording, pod: 'p-5', ...QUIET });
    return { search: header.source.search, bindings: verification.bindings, explanation };
  };
  t.like(await verified(false), { search: undefined, bindings: { best: 40, partialSearch: 0 } });
  const raced = await verified(true);
  t.is(raced.search, 'parallel');
  t.is(raced.bindings.best + raced.bindings.partialSearch, 40);
  t.like(raced.explanation, { agrees: true, search: { feasible: 150, needed: 100, parallelism: 16 } });
});

test('the replay of a replay decides with the same configuration', async (t) => {
  const first = await packed(t);
  const again = join(temporaryFolder(t), 'again.keg.jsonl');
  await replayEmbedded({ file: first, recording: again });
  t.deepEqual(
    nodesOf(again).map(([, node]) => node),
    nodesOf(first).map(([, node]) => node),
  );
  t.is(nodesOf(again).length, 12);
  const { verification } = await verifyRecording({ file: again, slack: 0, ...QUIET });
  t.like(verification.bindings, { decided: 12, veryNode: 12 });
});

test('a configuration that kube-scheduler refuses is an error with the line of the header', async (t) => {
  const file = await packed(t);
  const changed = readFileSync(file, 'utf8').replace('"MostAllocated"', '"MostAlocated"');
  writeFileSync(file, changed);
  const error = await t.throwsAsync(verifyRecording({ file, slack: 0, ...QUIET }));
  t.like(error, { position: { file, line: 1 } });
  t.regex(error.message, /^source\.configuration: .*scoringStrategy/);
  await t.throwsAsync(replayEmbedded({ file }), { message: error.message });
});

test('a configuration that is no map is refused like any wrong field of the header', async (t) => {
  const file = await packed(t);
  const text = readFileSync(file, 'utf8').replace(/"speed":1,.*?\}\},"start"/, '"configuration":7},"start"');
  writeFileSync(file, text);
  await t.throwsAsync(explainPod({ file, pod: 'p-5', ...QUIET }), {
    message: /"source\.configuration" must be a KubeSchedulerConfiguration/,
  });
});

/** Pods wait for room, and three seconds pass from each decision to its binding. */
const SLOW = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster:
  nodes: [{name: n, count: 3, template: {allocatable: {cpu: 4, memory: 8Gi}}}]
  scheduler: {latency: {cycle: 20ms, bind: 3s}}
templates:
  small: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}
events:
  pods: [{name: p, count: 60, arrivals: {type: exponential, mean: 1s}, lifetime: {type: exponential, mean: 20s}, template: small}]
`;

async function slow(t: ExecutionContext): Promise<string> {
  const folder = temporaryFolder(t);
  const file = join(folder, 'slow.yaml');
  writeFileSync(file, SLOW);
  const recording = join(folder, 'slow.keg.jsonl');
  await replayEmbedded({ file, recording });
  return recording;
}

test('each decision of a slow scheduler is verified in the state in which it was taken', async (t) => {
  const file = await slow(t);
  t.true(readFileSync(file, 'utf8').includes('"latency":{"cycle":20000,"bind":3000000}'));
  const { verification } = await verifyRecording({ file, slack: 0, ...QUIET });
  t.like(verification.bindings, { decided: 60, best: 60, veryNode: 60 });
  t.true(verification.refusals.decided > 20);
  t.is(verification.refusals.sameMessage, verification.refusals.decided);
});

test('explain shows a slow scheduler’s decision in the state in which it was taken', async (t) => {
  const file = await slow(t);
  for (const pod of ['p-3', 'p-12', 'p-20', 'p-40']) {
    const { explanation } = await explainPod({ file, pod, ...QUIET });
    t.is(explanation.agrees, true, pod);
  }
});

test('the replay of a replay takes the same time', async (t) => {
  const again = join(temporaryFolder(t), 'again.keg.jsonl');
  await replayEmbedded({ file: await slow(t), recording: again });
  t.true(readFileSync(again, 'utf8').includes('"latency":{"cycle":20000,"bind":3000000}'));
});
