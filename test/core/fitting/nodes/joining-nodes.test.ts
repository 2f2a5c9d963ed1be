/** A node that joins is written in its settled state, at the time at which pods can use it. */
import test from 'ava';
import { added, changed, FOUR, NOT_READY, nodesOf } from './written-nodes.ts';

const joined = (at: string, template: object = FOUR): object[] => [
  { at, action: 'add', name: 'new', count: 1, template },
];

test('the first taint of a node that is soon ready is left out', (t) => {
  const { pools, events } = nodesOf([
    added('new', 5, { taints: [NOT_READY] }),
    changed('new', 6, { ready: true }),
    changed('new', 6.1, { taints: [] }),
  ]);
  t.deepEqual(pools, []);
  t.deepEqual(events, joined('5s'));
});

test('a node that takes longer to be ready joins when it is ready, with the labels it has then', (t) => {
  const labels = { zone: 'a' };
  const { events } = nodesOf([
    added('new', 5, { ready: false, taints: [NOT_READY] }),
    changed('new', 20, { labels }),
    changed('new', 30, { ready: true, taints: [] }),
    changed('new', 33, { allocatable: { cpu: '4', 'nvidia.com/gpu': '8' } }),
    changed('new', 300, { labels: { zone: 'b' } }),
  ]);
  t.deepEqual(events, [
    ...joined('30s', { labels, capacity: { cpu: '4' }, allocatable: { cpu: '4', 'nvidia.com/gpu': '8' } }),
    { at: '5m0s', action: 'update', name: 'new-0', template: { labels: { zone: 'b' } } },
  ]);
});

test('a node that starts when the window opens is there from the start', (t) => {
  const { pools, events } = nodesOf([
    added('old', 0, { taints: [NOT_READY, { key: 'karpenter.sh/unregistered', effect: 'NoExecute' }] }),
    changed('old', 40, { taints: [] }),
  ]);
  t.deepEqual(pools, [{ name: 'old', count: 1, template: FOUR }]);
  t.deepEqual(events, []);
});

test('a node that is never ready keeps its taint', (t) => {
  const { pools } = nodesOf([added('old', 0, { taints: [NOT_READY] })]);
  t.deepEqual(pools, [{ name: 'old', count: 1, template: { taints: [NOT_READY], ...FOUR } }]);
});

test('a taint that nodes have while they are in use is kept, and goes when it went', (t) => {
  const taints = [{ key: 'maintenance', effect: 'NoExecute' }];
  const { pools, events } = nodesOf([added('old', 0, { taints }), changed('old', 5, { taints: [] })]);
  t.deepEqual(pools, [{ name: 'old', count: 1, template: { taints, ...FOUR } }]);
  t.deepEqual(events, [{ at: '5s', action: 'update', name: 'old-0', template: { taints: [] } }]);
});

test('nodes that join a pool together are one event, and their numbers follow those of the pool', (t) => {
  const pool = { pool: 'workers' };
  const { pools, events } = nodesOf([
    added('c', 9, pool),
    added('a', 0, pool),
    added('d', 9, pool),
    added('b', 4, pool),
    changed('d', 20, { unschedulable: true }),
  ]);
  t.deepEqual(pools, [{ name: 'workers', count: 1, template: FOUR }]);
  t.deepEqual(events, [
    { at: '4s', action: 'add', name: 'workers', count: 1, template: FOUR },
    { at: '9s', action: 'add', name: 'workers', count: 2, template: FOUR },
    { at: '20s', action: 'cordon', name: 'workers-3' },
  ]);
});

test('times count from the opening of the window, and nodes that were gone by then are left out', (t) => {
  const { pools, events } = nodesOf(
    [
      added('gone'),
      { at: 1e6, kind: 'node-removed', uid: 'gone' },
      added('old'),
      changed('old', 1, { labels: { zone: 'a' } }),
      added('new', 12),
    ],
    { opened: 2 },
  );
  t.deepEqual(pools, [{ name: 'old', count: 1, template: { labels: { zone: 'a' }, ...FOUR } }]);
  t.deepEqual(events, joined('10s'));
});
