/** Nodes of a recording become planned node events. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { collectRecordedNodes } from '../../../src/core/timeline/recorded-nodes.ts';

const added = (uid: string, at = 0, more = {}): Observation => ({
  at,
  kind: 'node-added',
  uid,
  name: uid,
  labels: { 'kubernetes.io/hostname': uid },
  allocatable: { cpu: '4' },
  ...more,
});

function planned(observations: readonly Observation[], scale?: number) {
  const nodes = collectRecordedNodes();
  for (const observation of observations) nodes.observe(observation);
  return nodes.planned(scale === undefined ? undefined : () => scale);
}

test('a node is added, changed and removed at its times; a change keeps the rest', (t) => {
  const taints = [{ key: 'spot', effect: 'NoSchedule' }];
  const life = planned([
    added('a', 5, { pool: 'x' }),
    { at: 7, kind: 'node-changed', uid: 'a', taints },
    { at: 8, kind: 'node-changed', uid: 'a', allocatable: { cpu: '2' } },
    { at: 9, kind: 'node-removed', uid: 'a' },
  ]);
  const node = (more: object, cpu: string) => ({
    metadata: { name: 'a', labels: { 'kubernetes.io/hostname': 'a' } },
    spec: { unschedulable: false, taints: [], ...more },
    status: { capacity: { cpu: '4' }, allocatable: { cpu } },
  });
  t.deepEqual(life, [
    { at: 5, action: { kind: 'add-node', node: node({}, '4'), pool: 'x' } },
    { at: 7, action: { kind: 'update-node', node: node({ taints }, '4') } },
    { at: 8, action: { kind: 'update-node', node: node({ taints }, '2') } },
    { at: 9, action: { kind: 'remove-node', name: 'a' } },
  ]);
});

test('a second node of the same name is a node of its own', (t) => {
  const life = planned([
    added('a'),
    { at: 3, kind: 'node-removed', uid: 'a' },
    added('a', 5, { uid: 'second' }),
  ]);
  t.deepEqual(
    life.map(({ at, action }) => [at, action.kind]),
    [
      [0, 'add-node'],
      [3, 'remove-node'],
      [5, 'add-node'],
    ],
  );
});

test('observations of a node that was never added are ignored', (t) => {
  t.deepEqual(
    planned([
      { at: 1, kind: 'node-changed', uid: 'x', unschedulable: true },
      { at: 2, kind: 'node-removed', uid: 'x' },
    ]),
    [],
  );
});

test('with a scale, every pool keeps its share, and copies have names of their own', (t) => {
  const pools = [...Array(10).keys()].map((index) => added(`a${index}`, index, { pool: 'a' }));
  const others = [...Array(4).keys()].map((index) => added(`b${index}`, 0, { pool: 'b' }));
  const names = (scale: number) =>
    planned([...pools, ...others], scale).flatMap(({ action }) =>
      action.kind === 'add-node' ? action.node.metadata.name : [],
    );
  const of = (pool: string, scale: number) => names(scale).filter((name) => name.startsWith(pool)).length;
  for (const scale of [0, 0.25, 0.5, 0.8, 1, 1.5, 3]) {
    t.is(of('a', scale), Math.round(10 * scale), `a x ${scale}`);
    t.is(of('b', scale), Math.round(4 * scale), `b x ${scale}`);
    t.is(new Set(names(scale)).size, names(scale).length);
  }
});

test('a copy of a node has its own name and hostname, the life of the original and its pool', (t) => {
  const life = planned(
    [
      added('a', 5, { pool: 'x' }),
      { at: 7, kind: 'node-changed', uid: 'a', unschedulable: true },
      { at: 9, kind: 'node-removed', uid: 'a' },
    ],
    3,
  );
  const lines = life.map(({ at, action }) => {
    if (action.kind === 'remove-node') return `${at} remove ${action.name}`;
    if (action.kind !== 'add-node' && action.kind !== 'update-node') return action.kind;
    const { metadata, spec } = action.node;
    const host = metadata.labels?.['kubernetes.io/hostname'];
    const pool = action.kind === 'add-node' ? ` in ${action.pool}` : '';
    return `${at} ${action.kind} ${metadata.name} ${host} ${spec?.unschedulable}${pool}`;
  });
  t.deepEqual(lines, [
    '5 add-node a a false in x',
    '5 add-node a-copy-1 a-copy-1 false in x',
    '5 add-node a-copy-2 a-copy-2 false in x',
    '7 update-node a a true',
    '7 update-node a-copy-1 a-copy-1 true',
    '7 update-node a-copy-2 a-copy-2 true',
    '9 remove a',
    '9 remove a-copy-1',
    '9 remove a-copy-2',
  ]);
});

test('a node keeps the capacity, labels and cordon that it has, else the defaults', (t) => {
  const state = { labels: { l: '1' }, unschedulable: true, capacity: { cpu: '8' } };
  const [full, bare] = planned([added('a', 0, state), added('b', 0, { labels: undefined })]).map(
    ({ action }) => (action.kind === 'add-node' ? action.node : undefined),
  );
  t.deepEqual(full!.metadata.labels, { l: '1' });
  t.is(full!.spec!.unschedulable, true);
  t.deepEqual(full!.status, { capacity: { cpu: '8' }, allocatable: { cpu: '4' } });
  t.deepEqual(bare!.metadata.labels, {});
  t.deepEqual(bare!.status.capacity, { cpu: '4' });
});

test('the number of recorded nodes includes removed ones', (t) => {
  const nodes = collectRecordedNodes();
  t.is(nodes.size, 0);
  for (const each of [added('a'), { at: 1, kind: 'node-removed', uid: 'a' } as const, added('b')])
    nodes.observe(each);
  t.is(nodes.size, 2);
});
