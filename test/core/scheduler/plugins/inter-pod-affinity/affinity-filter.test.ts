/** Where required affinity and anti-affinity let a pod run. */
import test from 'ava';
import { apart, byZone, decisionAbout, near, nodesFor, zoned } from './pods-with-affinity.ts';

const nodes = [zoned('a1', 'a'), zoned('a2', 'a'), zoned('b1', 'b'), zoned('none', {})];
const web = { name: 'web', node: 'a1', labels: { app: 'web' } };

test('a required affinity leads to the domain of a matching pod', (t) => {
  t.deepEqual(nodesFor({ name: 'p', affinity: near(byZone('web')) }, { nodes, pods: [web] }), ['a1', 'a2']);
});

test('one pod must match all terms of a required affinity', (t) => {
  const both = near(byZone('web'), { topologyKey: 'zone', labelSelector: { matchLabels: { tier: 'x' } } });
  const tier = { name: 'tier', node: 'b1', labels: { tier: 'x' } };
  t.is(decisionAbout({ name: 'p', affinity: both }, { nodes, pods: [web, tier] })?.outcome, 'unschedulable');
  const one = { name: 'both', node: 'b1', labels: { app: 'web', tier: 'x' } };
  t.deepEqual(nodesFor({ name: 'p', affinity: both }, { nodes, pods: [web, one] }), ['b1']);
});

test('the first pod of a group that matches its own terms may run where the topology label is', (t) => {
  const first = { name: 'p', labels: { app: 'web' }, affinity: near(byZone('web')) };
  t.deepEqual(nodesFor(first, { nodes }), ['a1', 'a2', 'b1']);
  t.deepEqual(nodesFor(first, { nodes, pods: [web] }), ['a1', 'a2']);
});

test('a pod whose affinity matches nothing, not even itself, is unschedulable', (t) => {
  const { message } = decisionAbout({ name: 'p', affinity: near(byZone('web')) }, { nodes }) ?? {};
  t.regex(message ?? '', /^0\/4 nodes are available: 4 node\(s\) didn't match pod affinity rules\./);
});

test('a required anti-affinity excludes the domain of a matching pod, not unlabelled nodes', (t) => {
  t.deepEqual(nodesFor({ name: 'p', affinity: apart(byZone('web')) }, { nodes, pods: [web] }), [
    'b1',
    'none',
  ]);
});

test('the anti-affinity of a pod on a node excludes its domain for the pods that it selects', (t) => {
  const keeper = { name: 'keeper', node: 'a1', affinity: apart(byZone('web')) };
  t.deepEqual(nodesFor({ name: 'p', labels: { app: 'web' } }, { nodes, pods: [keeper] }), ['b1', 'none']);
  t.is(nodesFor({ name: 'p' }, { nodes, pods: [keeper] })?.length, 4);
});

test('a node has the first of its reasons: affinity, own anti-affinity, that of others', (t) => {
  const keeper = { name: 'keeper', node: 'b1', labels: { app: 'db' }, affinity: apart(byZone('p')) };
  const affinity = { ...near(byZone('web')), ...apart(byZone('db')) };
  const reasonsOn = (name: string, given: typeof affinity | ReturnType<typeof apart>) => {
    const pod = { name: 'p', labels: { app: 'p' }, affinity: given };
    const rejection = decisionAbout(pod, { nodes, pods: [keeper, web] })?.explanation?.rejections.get(name);
    return [rejection?.reasons[0], rejection?.code];
  };
  t.deepEqual(reasonsOn('b1', affinity), [
    "node(s) didn't match pod affinity rules",
    'UnschedulableAndUnresolvable',
  ]);
  t.deepEqual(reasonsOn('b1', apart(byZone('db'))), [
    "node(s) didn't match pod anti-affinity rules",
    'Unschedulable',
  ]);
  t.deepEqual(reasonsOn('b1', apart(byZone('other'))), [
    "node(s) didn't satisfy existing pods anti-affinity rules",
    'Unschedulable',
  ]);
});

test('a missing selector selects no pod, an empty one every pod', (t) => {
  const without = apart({ topologyKey: 'zone' });
  const empty = apart({ topologyKey: 'zone', labelSelector: {} });
  t.is(nodesFor({ name: 'p', affinity: without }, { nodes, pods: [web] })?.length, 4);
  t.deepEqual(nodesFor({ name: 'p', affinity: empty }, { nodes, pods: [web] }), ['b1', 'none']);
});

test('matchLabelKeys and mismatchLabelKeys compare with the labels of the pod itself, from 1.31', (t) => {
  const old = { name: 'old', node: 'a1', labels: { app: 'web', version: '1' } };
  const match = apart(byZone('web', { matchLabelKeys: ['version'] }));
  const differ = apart(byZone('web', { mismatchLabelKeys: ['version'] }));
  const at = (version: string, affinity: typeof match, kubernetes: '1.30' | '1.31') => {
    const pod = { name: 'p', labels: { app: 'web', version }, affinity };
    return nodesFor(pod, { nodes, pods: [old], version: kubernetes })?.length;
  };
  t.is(at('1', match, '1.31'), 2);
  t.is(at('2', match, '1.31'), 4);
  t.is(at('1', differ, '1.31'), 4);
  t.is(at('2', differ, '1.31'), 2);
  t.is(at('2', match, '1.30'), 2, 'the keys are dropped by an API server 1.30');
});

test('keys that a recorded pod has in its selector already are not added again', (t) => {
  const labelSelector = {
    matchLabels: { app: 'web' },
    matchExpressions: [{ key: 'version', operator: 'In', values: ['1'] }],
  };
  const affinity = apart({ topologyKey: 'zone', labelSelector, matchLabelKeys: ['version'] });
  const old = { name: 'old', node: 'a1', labels: { app: 'web', version: '1' } };
  // The label changed after the creation. The selector keeps the value of the creation.
  const pod = { name: 'p', labels: { app: 'web', version: '2' }, affinity };
  t.deepEqual(nodesFor(pod, { nodes, pods: [old] }), ['b1', 'none']);
});
