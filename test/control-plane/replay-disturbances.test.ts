/** Drains and drawn failures of nodes on a real control plane: at the times of the embedded target, with the same effects. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Observation } from '../../src/core/recording/observation.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { life, node, replay as replayEmbedded, template, written } from '../verbs/replay/written-day.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { type Recorded, readRecorded, replay } from './replay-command.ts';

let file: FileCluster;

test.before(async () => {
  file = await clusterOfFile();
});

const SPEED = 20;
/** What an API server and its controllers may take for a step, in scenario time. */
const LATE = SPEED * 4e6;

/** Fails where a step is not on both targets, or much later on the live one. */
function sameSteps(t: ExecutionContext, live: readonly Step[], embedded: readonly Step[]): void {
  t.deepEqual(live.map(([what]) => what).sort(), embedded.map(([what]) => what).sort());
  const left = [...live].sort(inOrder);
  for (const [index, [what, at]] of [...embedded].sort(inOrder).entries()) {
    const late = left[index]![1] - at;
    t.true(late >= -1 && late < LATE, `${what} at ${at / 1e6} s is ${late / 1e6} s late`);
  }
}

type Step = readonly [what: string, at: number];

function inOrder([one, first]: Step, [other, second]: Step): number {
  return one === other ? first - second : one < other ? -1 : 1;
}

/** Nodes that are cordoned, go and come, with the kinds of pods that an eviction or a removed node ends. */
function disturbedSteps({ observations }: Pick<Recorded, 'observations'>): Step[] {
  const names = new Map<string, string>();
  const evicted = new Set<string>();
  return observations.flatMap((each): Step[] => {
    if (each.kind === 'node-added' || each.kind === 'pod-created')
      names.set(each.uid, each.kind === 'pod-created' ? (each.group ?? each.name) : each.name);
    const name = 'uid' in each ? names.get(each.uid) : undefined;
    if (each.kind === 'node-added' && each.at > 0) return [[`node ${name} is back`, each.at]];
    if (each.kind === 'node-removed') return [[`node ${name} is gone`, each.at]];
    if (each.kind === 'node-changed' && each.unschedulable) return [[`node ${name} is cordoned`, each.at]];
    if (each.kind === 'pod-disrupted') evicted.add(each.uid);
    if (each.kind === 'pod-disrupted') return [[`${name} is evicted: ${each.reason}`, each.at]];
    if (each.kind === 'pod-deleted' && !evicted.has(each.uid)) return [[`${name} goes`, each.at]];
    return [];
  });
}

// The budget lets one pod go at a time, so that the drain takes 10 s. The spot nodes are noticed at 2:30, fail at 4:00 and return at 6:00.
const SCENARIO = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: disturbed}
duration: 8m
cluster:
  nodes:
    - {name: old, template: {labels: {tier: web}, allocatable: {cpu: 8, memory: 16Gi, pods: 20}}}
    - {name: kept, template: {labels: {tier: kept}, allocatable: {cpu: 8, memory: 16Gi, pods: 20}}}
    - {name: spot, count: 2, template: {labels: {tier: spot}, allocatable: {cpu: 8, memory: 16Gi, pods: 20}}}
  objects:
    - {kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}}
    - {kind: PodDisruptionBudget, metadata: {name: kept}, spec: {minAvailable: 1, selector: {matchLabels: {app: kept}}}}
events:
  nodes:
    - {at: 1m, action: add, name: new, template: {labels: {tier: web}, allocatable: {cpu: 8, memory: 16Gi, pods: 20}}}
  workloads:
    - {at: 0s, kind: DaemonSet, name: agent, podSpec: {spec: {containers: [{name: main}]}}}
    - {at: 20s, kind: Deployment, name: web, replicas: 3, podSpec: {metadata: {labels: {app: web}}, spec: {nodeSelector: {tier: web}, containers: [{name: main}]}}}
    - {at: 20s, kind: Deployment, name: kept, replicas: 1, podSpec: {metadata: {labels: {app: kept}}, spec: {nodeSelector: {tier: kept}, containers: [{name: main}]}}}
    - {at: 20s, kind: Deployment, name: batch, replicas: 2, podSpec: {spec: {nodeSelector: {tier: spot}, containers: [{name: main}]}}}
  pods:
    - {name: alone, arrivalTime: 5s, podSpec: {spec: {nodeSelector: {tier: web}, containers: [{name: main}]}}}
`;
const FLAGS = {
  drain: ['old@2m', 'kept@7m'],
  failures: ['{nodes: spot, betweenFailures: 4m, repair: 2m, notice: 1m30s, grace: 5s}'],
};

test.serial('a drain and failures of nodes are the same events as on the embedded target', async (t) => {
  const scenario = join(temporaryFolder(t), 'disturbed.yaml');
  writeFileSync(scenario, SCENARIO);
  const recording = join(temporaryFolder(t), 'embedded.keg.jsonl');
  const embedded = await replayEmbedded(scenario, { ...FLAGS, recording });
  const flags = [...FLAGS.drain.flatMap((each) => ['--drain', each]), '--failures', FLAGS.failures[0]!];
  const live = await replay(t, file.cluster, scenario, '--no-probe', '--speed', `${SPEED}x`, ...flags);
  t.is(live.code, 0, live.stderr);
  sameSteps(t, disturbedSteps(await live.recording()), disturbedSteps(await readRecorded(recording)));
  t.deepEqual(live.figures().disruptions, embedded.figures.disruptions);
  t.regex(
    live.stderr,
    /node "kept" is not drained at the end: a PodDisruptionBudget protects pod "default\/kept-/,
  );
  t.deepEqual(await kegObjects(file.api, { nodes: ['old', 'kept', 'new', 'spot-0', 'spot-1'] }), []);
});

const owned = (pod: string, kind: string, at: number): Observation[] =>
  life(pod, '500m', at, at + 1).map((each) =>
    each.kind === 'pod-created' ? { ...each, owners: [{ kind, name: 'owner' }] } : each,
  );

test.serial('pods of a recording are created again as on the embedded target', async (t) => {
  const recorded = written(
    t,
    [
      node('a'),
      node('b'),
      template('500m'),
      ...owned('web', 'ReplicaSet', 1),
      ...owned('agent', 'DaemonSet', 2),
      ...life('bare', '500m', 3, 4),
    ],
    180,
  );
  const settings = { failures: ['{betweenFailures: 60s, repair: 40s}'] };
  const recording = join(temporaryFolder(t), 'embedded.keg.jsonl');
  await replayEmbedded(recorded, { ...settings, recording });
  const live = await replay(
    t,
    file.cluster,
    recorded,
    ...['--no-probe', '--speed', `${SPEED}x`, '--failures', settings.failures[0]!],
  );
  t.is(live.code, 0, live.stderr);
  const names = ({ observations }: Pick<Recorded, 'observations'>): string[] =>
    observations.flatMap((each) => (each.kind === 'pod-created' ? [each.name] : [])).sort();
  const expected = names(await readRecorded(recording));
  t.true(expected.includes('web-again-1') && expected.includes('agent-again-1'), expected.join());
  t.deepEqual(names(await live.recording()), expected);
});
