/** Which nodes a `DoNotSchedule` constraint leaves (expected from podtopologyspread/filtering.go). */
import test from 'ava';
import type { PodSpec, TopologySpreadConstraint } from '../../../../../src/core/objects/pod.ts';
import { node } from '../../small-objects.ts';
import { constraint, decide, HOST, spreadScheduler, web, ZONE, zoned } from './spread-cluster.ts';

const NODES = [zoned('a1', 'a'), zoned('b1', 'b'), zoned('none')];

function feasible(
  constraints: TopologySpreadConstraint[],
  existing = [web('e', { on: 'a1' })],
  spec: Partial<PodSpec> = {},
  nodes = NODES,
) {
  const decision = decide(spreadScheduler(nodes), ...existing, web('p', { constraints, spec }));
  return decision?.explanation?.feasible ?? [];
}

test('a node whose zone would exceed the skew is rejected', (t) => {
  t.deepEqual(feasible([constraint()]), ['b1']);
  t.deepEqual(feasible([constraint({ maxSkew: 2 })]).toSorted(), ['a1', 'b1']);
});

test('a node without the label is rejected for good, and the message says so', (t) => {
  const decision = decide(spreadScheduler([zoned('none')]), web('p', { constraints: [constraint()] }));
  t.regex(
    decision?.message ?? '',
    /1 node\(s\) didn't match pod topology spread constraints \(missing required label\)/,
  );
});

test('pods of other namespaces, other labels and no labels do not count', (t) => {
  const others = [
    web('n', { on: 'a1', namespace: 'other' }),
    web('l', { on: 'a1', labels: { app: 'db' } }),
    web('e', { on: 'a1', labels: {} }),
  ];
  t.deepEqual(feasible([constraint()], others).toSorted(), ['a1', 'b1']);
});

test('with fewer domains than minDomains the lowest count is 0', (t) => {
  const existing = [web('a', { on: 'a1' }), web('b', { on: 'b1' })];
  t.deepEqual(feasible([constraint({ minDomains: 2 })], existing).toSorted(), ['a1', 'b1']);
  t.deepEqual(feasible([constraint({ minDomains: 3 })], existing), []);
});

test('zones of nodes that the pod cannot use count only if nodeAffinityPolicy is Ignore', (t) => {
  const nodes = [...NODES.slice(0, 2), zoned('c1', 'c')];
  const existing = [web('a', { on: 'a1' }), web('b', { on: 'b1' })];
  const spec = { nodeSelector: { [ZONE]: 'a' } };
  t.deepEqual(feasible([constraint()], existing, spec, nodes), ['a1']);
  t.deepEqual(feasible([constraint({ nodeAffinityPolicy: 'Ignore' })], existing, spec, nodes), []);
});

test('zones with untolerated taints count unless nodeTaintsPolicy is Honor', (t) => {
  const tainted = node('c1', 64, {
    labels: { [HOST]: 'c1', [ZONE]: 'c' },
    taints: [{ key: 'gpu', effect: 'NoSchedule' }],
  });
  const existing = [web('a', { on: 'a1' }), web('b', { on: 'b1' })];
  const nodes = [...NODES.slice(0, 2), tainted];
  t.deepEqual(feasible([constraint()], existing, {}, nodes), []);
  t.deepEqual(feasible([constraint({ nodeTaintsPolicy: 'Honor' })], existing, {}, nodes).toSorted(), [
    'a1',
    'b1',
  ]);
});

test('matchLabelKeys counts only pods with the same values, and skips keys that the pod lacks', (t) => {
  const existing = [web('old', { on: 'a1', labels: { app: 'web', rev: '1' } })];
  const constraints = [constraint({ matchLabelKeys: ['rev', 'absent'] })];
  const scheduler = spreadScheduler(NODES);
  const pod = web('p', { labels: { app: 'web', rev: '2' }, constraints });
  t.deepEqual(decide(scheduler, ...existing, pod)?.explanation?.feasible.toSorted(), ['a1', 'b1']);
});

test('an empty selector counts no pods, and no selector matches not even the pod itself', (t) => {
  t.deepEqual(feasible([constraint({ labelSelector: {} })]).toSorted(), ['a1', 'b1']);
  t.deepEqual(feasible([constraint({ labelSelector: null })]).toSorted(), ['a1', 'b1']);
});

test('a constraint on hosts and one on zones must both hold', (t) => {
  const nodes = [zoned('a1', 'a'), zoned('a2', 'a'), zoned('b1', 'b')];
  const existing = [web('x', { on: 'a1' }), web('y', { on: 'b1' })];
  const constraints = [constraint(), constraint({ topologyKey: HOST })];
  t.deepEqual(feasible(constraints, existing, {}, nodes), ['a2']);
});
