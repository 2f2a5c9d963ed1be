/** Which events a node update causes. */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import { nodeChanges } from '../../../../src/core/scheduler/framework/cluster-event.ts';
import { node } from '../small-objects.ts';

const kinds = (before: Node, after: Node) => nodeChanges(before, after).map(({ kind }) => kind);
const plain = node('a', 4);
const taint = { key: 'k', value: 'v', effect: 'NoSchedule' };

test('an equal node causes no event, whatever the form of a quantity or an absent map', (t) => {
  t.deepEqual(kinds(plain, node('a', 4)), []);
  const text = { ...plain, status: { allocatable: { cpu: '4', memory: '64Gi', pods: '110' } } };
  t.deepEqual(kinds(plain, text), []);
  const bare = { ...plain, metadata: { name: 'a', labels: null }, spec: null };
  t.deepEqual(kinds(plain, bare), []);
});

test('an uncordon is a change of taints, and a cordon is no event', (t) => {
  const cordoned = node('a', 4, { unschedulable: true });
  t.deepEqual(kinds(cordoned, plain), ['node-taints-changed']);
  t.deepEqual(kinds(plain, cordoned), []);
});

test('each part of the node has its own kind', (t) => {
  t.deepEqual(kinds(plain, node('a', 5)), ['node-allocatable-changed']);
  t.deepEqual(kinds(plain, node('a', 4, { labels: { x: '' } })), ['node-labels-changed']);
  t.deepEqual(kinds(plain, node('a', 4, { taints: [taint] })), ['node-taints-changed']);
  const annotated = { ...plain, metadata: { ...plain.metadata, annotations: { x: '1' } } };
  t.deepEqual(kinds(plain, annotated), ['node-annotations-changed']);
});

test('a renamed label of the same number and a removed label are changes', (t) => {
  const labelled = (labels: Record<string, string>) => node('a', 4, { labels });
  t.deepEqual(kinds(labelled({ x: '1' }), labelled({ y: '1' })), ['node-labels-changed']);
  t.deepEqual(kinds(labelled({ x: '1' }), labelled({ x: '2' })), ['node-labels-changed']);
  t.deepEqual(kinds(labelled({ x: '1', y: '1' }), labelled({ x: '1' })), ['node-labels-changed']);
  t.deepEqual(kinds(labelled({ x: '1' }), labelled({ x: '1', y: '1' })), ['node-labels-changed']);
});

test('key, value and effect of a taint matter, and a missing value is an empty one', (t) => {
  const tainted = (change: object) => node('a', 4, { taints: [{ ...taint, ...change }] });
  for (const change of [{ key: 'x' }, { value: 'x' }, { effect: 'NoExecute' }])
    t.deepEqual(kinds(tainted({}), tainted(change)), ['node-taints-changed']);
  const [{ key, effect }] = [taint];
  t.deepEqual(kinds(node('a', 4, { taints: [{ key, effect }] }), tainted({ value: '' })), []);
});

test('the events of one update come in kube-scheduler’s order, with both objects', (t) => {
  const before = node('a', 4, { unschedulable: true });
  const changed = node('a', 5, { labels: { x: '' }, taints: [taint] });
  const after = { ...changed, metadata: { ...changed.metadata, annotations: { x: '1' } } };
  t.deepEqual(kinds(before, after), [
    'node-taints-changed',
    'node-allocatable-changed',
    'node-labels-changed',
    'node-taints-changed',
    'node-annotations-changed',
  ]);
  t.like(nodeChanges(before, after)[0], { before, after });
});
