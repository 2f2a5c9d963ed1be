/** Cordons, updates, drains and removals of nodes are events at their times. */
import test from 'ava';
import { added, changed, nodesOf, removed } from './written-nodes.ts';

const CORDON_TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

test('a cordon and its end are written without the taint that they add', (t) => {
  const { events } = nodesOf([
    added('n'),
    changed('n', 10, { unschedulable: true }),
    changed('n', 10.1, { taints: [CORDON_TAINT] }),
    changed('n', 20, { unschedulable: false, taints: [] }),
  ]);
  t.deepEqual(events, [
    { at: '10s', action: 'cordon', name: 'n-0' },
    { at: '20s', action: 'uncordon', name: 'n-0' },
  ]);
});

test('an update has only what changed, and 0 of a resource that is gone', (t) => {
  const { events } = nodesOf([
    added('n', 0, { allocatable: { cpu: '4', gpu: '2', memory: '8Gi' } }),
    changed('n', 10, { allocatable: { cpu: '4', memory: '6Gi' }, ready: false }),
    changed('n', 11, { ready: true }),
  ]);
  t.deepEqual(events, [
    { at: '10s', action: 'update', name: 'n-0', template: { allocatable: { memory: '6Gi', gpu: '0' } } },
  ]);
});

test('a node whose pods the cluster evicted while it was cordoned was drained', (t) => {
  const cordon = [added('n'), changed('n', 10, { unschedulable: true })];
  const drain = { action: 'drain', name: 'n-0' };
  t.deepEqual(nodesOf(cordon, { evictions: new Map([['n', [5, 40]]]) }).events, [{ at: '10s', ...drain }]);
  t.deepEqual(nodesOf(cordon, { evictions: new Map([['n', [5, 400]]]) }).events, [
    { at: '10s', action: 'cordon', name: 'n-0' },
    { at: '6m40s', ...drain },
  ]);
  t.deepEqual(nodesOf(cordon, { evictions: new Map([['n', [5]]]) }).events, [
    { at: '10s', action: 'cordon', name: 'n-0' },
  ]);
  const tainted = changed('n', 11, { taints: [{ key: 'out', effect: 'NoExecute' }] });
  const evicted = nodesOf([...cordon, tainted], { evictions: new Map([['n', [12]]]) });
  t.deepEqual(
    evicted.events.map(({ action }) => action),
    ['cordon', 'update'],
  );
});

test('a removal is written at its time, and nothing after it', (t) => {
  const { events } = nodesOf([added('n'), removed('n', 30), changed('n', 31, { unschedulable: true })]);
  t.deepEqual(events, [{ at: '30s', action: 'remove', name: 'n-0' }]);
});
