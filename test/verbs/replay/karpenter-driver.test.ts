/** Scenario directories of the Karpenter driver are played as they are, with their real manifests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { loadDriver } from '../../../src/core/scenario/driver/load-driver.ts';
import { readDriverFolder } from '../../../src/storage/driver-folder.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type EmbeddedReplay, replayEmbedded } from './replay-embedded.ts';

const GIB = 1024 ** 3;

function demand({ figures: { cluster } }: EmbeddedReplay) {
  const { cpu, memory, pods } = cluster.resources;
  return {
    pods: pods!.requested.max,
    cores: cpu!.requested.max! / 1000,
    gib: memory!.requested.max! / GIB,
    meanCores: Number(((cpu!.requested.mean ?? 0) / 1000).toFixed(2)),
  };
}

const THREE_DEPLOYMENTS = 'data/seeds/karpenter/kubernetes_scenario_1753908801';

testWithShared('the scenario of three deployments has 73 actions', async (t) => {
  const { scenario } = loadDriver(await readDriverFolder(sharedPath(THREE_DEPLOYMENTS)));
  // The first step of each workload creates it.
  const actions = scenario!.workloads.map(({ steps }) => steps.length - 1);
  t.is(
    actions.reduce((sum, count) => sum + count, 0),
    73,
  );
});

testWithShared('the scenario of three deployments has the demand of its manifests', async (t) => {
  const replay = await replayEmbedded({ file: sharedPath(THREE_DEPLOYMENTS) });
  const alive = replay.figures.podGroups.workload.map((each) => [each.name, each.alive] as const);
  t.deepEqual(Object.fromEntries(alive), {
    'default/deploy-if': 12,
    'default/deploy-ov': 38,
    'default/deploy-h0': 15,
  });
  t.deepEqual(demand(replay), { pods: 106, cores: 84, gib: 145.25, meanCores: 53.97 });
  t.is(replay.figures.window.to, 900e6);
});

testWithShared('the large scenario has ten times the demand of the small one', async (t) => {
  const replay = await replayEmbedded({ file: sharedPath('data/seeds/karpenter/baseline_scenario_large') });
  t.like(demand(replay), { pods: 1000, cores: 950 });
  t.is(replay.figures.window.to, 2_700e6);
});

testWithShared('the small scenario begins again at its 30th step, 870 s', async (t) => {
  const replay = await replayEmbedded({ file: sharedPath('data/seeds/karpenter/baseline_scenario_small') });
  t.is(demand(replay).cores, 95);
  // The replicas of step 20 stay up to the wrap.
  const { bucket, resources } = replay.figures.series;
  const { requested } = resources.cpu!;
  t.is(requested[Math.floor(860e6 / bucket)], 1900);
  t.true(requested[Math.ceil(880e6 / bucket)]! > 94_000);
});

const CONFIG = (more: string) => `simulator:
  run_id: old
  timestep: 10
  limit: 3
${more}`;
const STEPS = `scenario:
- step: {name: 1, actions: [{action: {action_type: SCALE, action_data: "name=A1,desiredCount=5"}}]}
- step: {name: 2, actions: [{action: {action_type: K8S_SCALE, action_data: "name=A1,replicas=2"}}, {action: {action_type: BREAK, action_data: x}}]}
- step: {name: 3, actions: []}
`;
const SERVICES = `  clusters:
  - EcsCluster: {name: c, capacity_providers: [{Omakase: {name: p, starting_instance_type: m5.xlarge, starting_instance_count: 2}}]}
  workloads:
  - ServiceOwnedWorkload: {name: A1, starting_workloads: 1, task_definition: {cpu: 0.5, memory: 512}}
`;

function folderWith(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(t), 'scenario');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('the older form with ECS services and SCALE is played', async (t) => {
  const file = folderWith(t, { 'config.yml': CONFIG(SERVICES), 'steps.yml': STEPS });
  const replay = await replayEmbedded({ file });
  t.like(demand(replay), { pods: 5, cores: 2.5 });
  t.is(replay.figures.window.to, 30e6);
  t.true(replay.warnings.some((warning) => /the action BREAK is left out/.test(warning)));
  t.true(replay.warnings.some((warning) => /5 nodes of 4 CPU and 16Gi/.test(warning)));
});

test('pools of an autoscaler take the place of the nodes that a directory does not state', async (t) => {
  const file = folderWith(t, { 'config.yml': CONFIG(SERVICES), 'steps.yml': STEPS });
  const autoscaler = join(file, 'pools.yaml');
  const pool = '{name: a, delay: 2s, price: 1, template: {allocatable: {cpu: 1, memory: 4Gi}}}';
  writeFileSync(autoscaler, `cluster: {autoscaler: {pools: [${pool}]}}\n`);
  const replay = await replayEmbedded({ file, autoscaler });
  t.like(demand(replay), { pods: 5, cores: 2.5 });
  t.false(replay.warnings.some((warning) => /16Gi/.test(warning)));
  t.deepEqual(
    replay.figures.scaling?.pools.map(({ joined, left }) => [joined, left]),
    [[3, 0]],
  );
  t.is(replay.figures.scaling?.latency.max, 2e6);
});

test('a file without an autoscaler is refused with its name', async (t) => {
  const file = folderWith(t, { 'config.yml': CONFIG(SERVICES), 'steps.yml': STEPS });
  const error = await t.throwsAsync(replayEmbedded({ file, autoscaler: join(file, 'steps.yml') }), {
    instanceOf: UserError,
  });
  t.regex(String(error?.position?.file), /steps\.yml$/);
});

test('a fault in the driver’s files has its file and line', async (t) => {
  const file = folderWith(t, {
    'config.yml': CONFIG(SERVICES).replace('limit: 3', 'limit: many'),
    'steps.yml': STEPS,
  });
  const error = await t.throwsAsync(replayEmbedded({ file }), { instanceOf: UserError });
  t.regex(String(error?.position?.file), /config\.yml$/);
  t.is(error?.position?.line, 4);
});

test('a deployment without its manifest is an error', async (t) => {
  const file = folderWith(t, { 'config.yml': CONFIG('  deployments: [web]\n'), 'steps.yml': STEPS });
  await t.throwsAsync(replayEmbedded({ file }), { message: 'there is no manifest of the deployment "web"' });
});
