/** The scheduler on the embedded cluster: its time per pod, backoff by Kubernetes version, changes of weights. */
import test from 'ava';
import type { KubernetesVersion } from '../../../src/core/scheduler/kubernetes-version.ts';
import { observed, placements, playOf, run } from './small-play.ts';

const NODE = 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}\n';
const pods = (...entries: readonly string[]): string =>
  `events:\n  pods:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;

test('pods created together are decided one after the other', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: one, arrivalTime: 1s, template: small}',
        '{name: two, arrivalTime: 1s, template: small}',
        '{name: three, arrivalTime: 1050ms, template: small}',
        '{name: later, arrivalTime: 5s, template: small}',
      ),
    { cycle: 100_000, bind: 10_000 },
  );
  t.deepEqual(placements(day), { one: '1.11s a', two: '1.21s a', three: '1.31s a', later: '5.11s a' });
});

test('room is taken at the decision, so that slow bindings do not overfill a node', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: one, arrivalTime: 0s, evictTime: 5s, template: large}',
        '{name: two, arrivalTime: 1s, template: large}',
        '{name: three, arrivalTime: 2s, template: large}',
      ),
    { cycle: 1000, bind: 10e6 },
  );
  t.deepEqual(placements(day), { one: '10.001s a', two: '11.001s a', three: '25.002s a' });
});

test('without latency, pods are bound at once and free room is taken at once', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: one, arrivalTime: 1s, evictTime: 100s, template: large}',
        '{name: two, arrivalTime: 1s, evictTime: 100s, template: large}',
        '{name: three, arrivalTime: 1s, template: large}',
      ),
    { cycle: 0, bind: 0 },
  );
  t.deepEqual(placements(day), { one: '1s a', two: '1s a', three: '101s a' });
});

/** The room for the second pod appears 200 ms after it was refused, while it is still kept back. */
const REFUSED_JUST_BEFORE =
  NODE +
  pods(
    '{name: first, arrivalTime: 0s, evictTime: 1299ms, podSpec: {spec: {containers: [{resources: {requests: {cpu: 4}}}]}}}',
    '{name: second, arrivalTime: 1100ms, template: large}',
  );

for (const [version, bound] of [
  ['1.30', '3.001s a'],
  ['1.32', '3.001s a'],
  ['1.33', '1.301s a'],
  ['1.36', '1.301s a'],
] as const satisfies readonly (readonly [KubernetesVersion, string])[]) {
  const how = bound.startsWith('3')
    ? 'waits for the tick after its backoff of 1 s'
    : 'is taken out of its backoff';
  test(`${version}: a pod refused 200 ms before room appears ${how}`, (t) => {
    t.is(placements(observed(REFUSED_JUST_BEFORE, { cycle: 1000, bind: 0 }, version)).second, bound);
  });
}

const EAGER =
  '{spec: {containers: [{resources: {requests: {cpu: 10m, memory: 10Mi}}}], affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: fast, operator: Exists}]}}]}}}}';

/** b is half full, and preferred; a is empty. The one pod comes before the change of weights, the other after it. */
const PREFERRING = `
cluster:
  nodes:
    - {name: a, template: {allocatable: {cpu: 4, memory: 8Gi}}}
    - {name: b, template: {labels: {fast: "yes"}, allocatable: {cpu: 4, memory: 8Gi}}}
events:
  pods:
    - {name: there, arrivalTime: 0s, podSpec: {spec: {nodeName: b, containers: [{resources: {requests: {cpu: 2, memory: 4Gi}}}]}}}
    - {name: before, arrivalTime: 1s, podSpec: ${EAGER}}
    - {name: after, arrivalTime: 20s, podSpec: ${EAGER}}
`;

test('a change of weights moves later pods', (t) => {
  const changed = `${PREFERRING}  scheduler:\n    - {at: 10s, name: level, weights: {NodeAffinity: 0}}\n`;
  const { there, ...placed } = placements(run(playOf(changed)));
  t.is(there, '0s b');
  t.deepEqual(placed, { before: '1.011s b', after: '20.011s a' });
  t.is(placements(run(playOf(PREFERRING))).after, '20.011s b');
});

test('a change of the scheduler is observed with its content', (t) => {
  const changed = `${PREFERRING}  scheduler:\n    - {at: 10s, name: level, weights: {NodeAffinity: 0}}\n`;
  const change = run(playOf(changed)).observations.find((each) => each.kind === 'scheduler-changed');
  t.deepEqual(change, { at: 10e6, kind: 'scheduler-changed', name: 'level', weights: { NodeAffinity: 0 } });
});

test('ties depend on the seed up to 1.34, and not from 1.35 on', (t) => {
  const many = `cluster: {nodes: [{name: n, count: 8, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
${pods('{name: p, arrivalTime: 0s, template: small}')}`;
  const places = (version: KubernetesVersion): number =>
    new Set(Array.from({ length: 30 }, (_, seed) => placements(run(playOf(many, version, seed))).p)).size;
  t.true(places('1.34') > 4);
  t.is(places('1.35'), 1);
});
