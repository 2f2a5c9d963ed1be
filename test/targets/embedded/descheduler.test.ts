/** The embedded descheduler evicts from over-used nodes, within its limits and the budgets, and the scheduler places again. */
import test from 'ava';
import { embeddedTarget } from '../../../src/targets/embedded/embedded-target.ts';
import { written } from '../../core/timeline/written-scenario.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { replayEmbedded } from '../../verbs/replay/replay-embedded.ts';
import { playOf, type Run, run } from './small-play.ts';

/** Eight pods of one core fill node a (8 cores) before node b of the same size joins at 10s. */
function rebalanced(descheduler: string, more = '', seed = 1): Run {
  const text = `cluster:
  nodes: [{name: a, template: {allocatable: {cpu: 8, memory: 32Gi, pods: 50}}}]
  descheduler: ${descheduler}
duration: 5m
events:
  nodes: [{at: 10s, action: add, name: b, template: {allocatable: {cpu: 8, memory: 32Gi, pods: 50}}}]
  workloads: [{at: 0s, kind: Deployment, name: web, replicas: 8, podSpec: {metadata: {labels: {app: web}}, spec: {containers: [{resources: {requests: {cpu: 1, memory: 1Gi}}}]}}${more}}]`;
  const { descheduler: plan } = written(text);
  return run({ ...playOf(text, undefined, seed), descheduler: plan });
}

/** When pods were evicted, as `60s 2`. */
function evictions({ observations }: Run): string[] {
  const counts = new Map<number, number>();
  for (const { kind, at } of observations)
    if (kind === 'pod-disrupted') counts.set(at, (counts.get(at) ?? 0) + 1);
  return Array.from(counts, ([at, count]) => `${at / 1e6}s ${count}`);
}

/** Pods on each node at the end. */
function spread({ observations }: Run): Record<string, number> {
  const nodeOf = new Map<string, string>();
  for (const each of observations) {
    if (each.kind === 'pod-bound') nodeOf.set(each.uid, each.node!);
    if (each.kind === 'pod-deleted') nodeOf.delete(each.uid);
  }
  const counts: Record<string, number> = {};
  for (const node of [...nodeOf.values()].sort()) counts[node] = (counts[node] ?? 0) + 1;
  return counts;
}

test('each round evicts until the node is at the upper bound, and the pods go to the empty node', (t) => {
  // The mean of cpu is 50 %: node a (100 %) gives away pods down to 60 %, which is 4 of 8 cores.
  const played = rebalanced('{mode: Low}');
  t.deepEqual(evictions(played), ['60s 4']);
  t.deepEqual(spread(played), { a: 4, b: 4 });
});

test('a wider mode leaves more on the node', (t) => {
  t.deepEqual(evictions(rebalanced('{mode: High}')), ['60s 2']);
  t.deepEqual(evictions(rebalanced('{thresholds: {lower: 10, upper: 45}}')), ['60s 1']);
});

test('profiles are played in order, each on what the one before left', (t) => {
  // The first one wants at most 80 % on node a, which evicts two of eight. The mean is then 37.5 %, so the second one wants 47.5 %: three more.
  const profiles = 'profiles: [{thresholds: {lower: 30, upper: 30}}, {thresholds: {lower: 10, upper: 10}}]';
  t.is(evictions(rebalanced(`{${profiles}}`))[0], '60s 5');
  const narrowFirst =
    'profiles: [{thresholds: {lower: 10, upper: 10}}, {thresholds: {lower: 30, upper: 30}}]';
  t.deepEqual(spread(rebalanced(`{${narrowFirst}}`)), { a: 4, b: 4 });
});

test('the limits of a round are those of all profiles together, also for a namespace', (t) => {
  const profiles = 'profiles: [{thresholds: {lower: 30, upper: 30}}, {thresholds: {lower: 10, upper: 10}}]';
  for (const limit of ['PerNode', 'PerNamespace', 'Total'])
    t.is(evictions(rebalanced(`{${profiles}, maxNoOfPodsToEvict${limit}: 3}`))[0], '60s 3', limit);
});

test('no more pods are evicted in a round than its limits for a node and in total say', (t) => {
  t.deepEqual(
    evictions(rebalanced('{interval: 30s, resources: [cpu], maxNoOfPodsToEvictPerNode: 1}')).slice(0, 3),
    ['30s 1', '60s 1', '90s 1'],
  );
  t.deepEqual(evictions(rebalanced('{interval: 1m, maxNoOfPodsToEvictTotal: 3}'))[0], '60s 3');
});

test('a budget that allows no disruption keeps every pod, one that allows two gives two', (t) => {
  const budget = (allowed: number) =>
    `cluster:
  nodes: [{name: a, template: {allocatable: {cpu: 8, memory: 32Gi, pods: 50}}}]
  objects: [{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {maxUnavailable: ${allowed}, selector: {matchLabels: {app: web}}}}]
  descheduler: {mode: Low}
duration: 100s
events:
  nodes: [{at: 10s, action: add, name: b, template: {allocatable: {cpu: 8, memory: 32Gi, pods: 50}}}]
  workloads: [{at: 0s, kind: ReplicaSet, name: web, replicas: 8, podSpec: {metadata: {labels: {app: web}}, spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}]`;
  for (const allowed of [0, 2]) {
    const text = budget(allowed);
    const played = run({ ...playOf(text), descheduler: written(text).descheduler });
    t.deepEqual(evictions(played), allowed === 0 ? [] : ['60s 2']);
  }
});

test('by usage, what pods request does not count', (t) => {
  t.deepEqual(evictions(rebalanced('{by: usage}', ', usage: {cpu: 5%}')), []);
  t.deepEqual(evictions(rebalanced('{by: usage}', ', usage: {cpu: 50%}')), ['60s 3']);
});

test('a score of nodes decides in place of cpu and memory', (t) => {
  // CPU Focused of node a is 0.7 x 1 + 0.3 x 0.8, of node b 0: over-used from 0.57 on. With 7 pods it is 0.665, with 6 0.54.
  t.is(evictions(rebalanced('{mode: Low, score: cpu}'))[0], '60s 2');
});

test('pods without a controller, and nodes that are alike, are left alone', (t) => {
  const bare = `cluster:
  nodes: [{name: a, template: {allocatable: {cpu: 8, memory: 32Gi}}}]
  descheduler: {}
duration: 3m
events:
  nodes: [{at: 10s, action: add, name: b, template: {allocatable: {cpu: 8, memory: 32Gi}}}]
  pods: [{name: p, arrivals: [0s, 1s, 2s, 3s], template: large}]`;
  t.deepEqual(evictions(run({ ...playOf(bare), descheduler: written(bare).descheduler })), []);
});

test('the same seed evicts the same pods, another seed others', (t) => {
  const victims = (seed: number) =>
    rebalanced('{maxNoOfPodsToEvictTotal: 2}', '', seed).observations.flatMap((each) =>
      each.kind === 'pod-disrupted' ? [each.uid] : [],
    );
  t.deepEqual(victims(1), victims(1));
  t.true([2, 3, 4].some((seed) => victims(seed).join() !== victims(1).join()));
});

test('rounds go on after a pause that is longer than the patience of a replay', (t) => {
  t.deepEqual(evictions(rebalanced('{interval: 4m}')), ['240s 4']);
});

/** Evictions by node in the first round, with the 50 machines of the seed and the limits of its policy. */
async function firstRound(plan: string): Promise<Record<string, number>> {
  const file = (name: string) => sharedPath(`data/seeds/descheduler-loop/k8s/${name}.yaml`);
  const limits = 'by: usage, maxNoOfPodsToEvictPerNode: 2, maxNoOfPodsToEvictTotal: 5';
  const { descheduler } = written(
    `cluster: {descheduler: {${limits}, ${plan}}}\nevents: {pods: [{name: p, arrivalTime: 0s, template: small}]}`,
  );
  const { observations } = await replayEmbedded(
    { file: file('kwok-nodes'), otherFiles: [file('example-vms')], duration: 90e6, keepObservations: true },
    { ...embeddedTarget, survey: (play, speed) => embeddedTarget.survey({ ...play, descheduler }, speed) },
  );
  const nodeOf = new Map<string, string>();
  const evicted: Record<string, number> = {};
  for (const each of observations) {
    if (each.kind === 'pod-bound') nodeOf.set(each.uid, each.node!);
    if (each.kind === 'pod-disrupted') {
      const node = nodeOf.get(each.uid)!;
      evicted[node] = (evicted[node] ?? 0) + 1;
    }
  }
  return evicted;
}

testWithShared(
  'the score of the policy evicts none of the 50 even machines, a relative one five',
  async (t) => {
    // ippd-k3 is 0.013, 0.116, 0.113, 0.083 and 0.002: none is 0.1 above the mean of 0.065.
    t.deepEqual(await firstRound('score: ippd-k3, mode: AsymmetricLow'), {});
    // directional-centroid is 0.11, 1, 0.97, 0.72 and 0.02: three nodes are 0.1 above the mean of 0.56.
    const evicted = await firstRound('score: directional-centroid');
    t.deepEqual(Object.keys(evicted).sort(), ['kwok-node-2', 'kwok-node-3', 'kwok-node-4']);
    t.is(
      Object.values(evicted).reduce((sum, count) => sum + count),
      5,
    );
    t.true(Math.max(...Object.values(evicted)) <= 2);
  },
);

testWithShared('its policy is played beside its nodes and machines, and names what is not', async (t) => {
  const file = (name: string) => sharedPath(`data/seeds/descheduler-loop/k8s/${name}.yaml`);
  let played: object | undefined;
  const { warnings } = await replayEmbedded(
    {
      file: file('kwok-nodes'),
      otherFiles: [file('example-vms'), file('descheduler-policy')],
      duration: 90e6,
    },
    {
      ...embeddedTarget,
      survey(play, speed) {
        played = play.descheduler;
        return embeddedTarget.survey(play, speed);
      },
    },
  );
  t.deepEqual(
    warnings.map((text) => /DeschedulerPolicy (?<keys>.*) (?:is|are) not played/.exec(text)?.groups?.keys),
    [
      'nodeSelector',
      'evictableNamespaces, evictLocalStoragePods of DefaultEvictor and noEvictionPolicy of DefaultEvictor',
    ],
  );
  t.like(played, {
    ...{ interval: 60e6, perNode: 2, total: 5 },
    profiles: [{ by: 'usage', score: 'ippd-k3', thresholds: { lower: 0.1, upper: 0.1 } }],
  });
});
