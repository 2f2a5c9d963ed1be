/** CSINodes follow their nodes when a replay has more or fewer of them. */
import test from 'ava';
import { collectRecordedNodes } from '../../../src/core/timeline/recorded-nodes.ts';
import { scaledCsiNodes } from '../../../src/core/timeline/scaled-csi-nodes.ts';
import type { Planned } from '../../../src/core/timeline/timeline-event.ts';

const csiNode = (name: string): Planned => ({
  at: 3,
  action: {
    kind: 'set-object',
    object: { kind: 'CSINode', metadata: { name, uid: `c-${name}` }, spec: { drivers: [] } },
  },
});
const gone = (name: string): Planned => ({
  at: 9,
  action: { kind: 'remove-object', object: { kind: 'CSINode', metadata: { name, uid: `c-${name}` } } },
});
const service: Planned = {
  at: 4,
  action: { kind: 'set-object', object: { kind: 'Service', metadata: { name: 'a', namespace: 'n' } } },
};

function scaled(scale: number, ...objects: readonly Planned[]) {
  const nodes = collectRecordedNodes();
  for (const name of ['a', 'b'])
    nodes.observe({ at: 0, kind: 'node-added', uid: name, name, pool: 'x', allocatable: {} });
  return scaledCsiNodes(
    objects,
    nodes.names(() => scale),
  ).map(({ at, action }) => {
    if (action.kind !== 'set-object' && action.kind !== 'remove-object') return action.kind;
    const { kind, metadata } = action.object;
    return [at, action.kind, kind, metadata.name, metadata.uid];
  });
}

test('each copy of a node has a CSINode of its own, and loses it when the node does', (t) => {
  t.deepEqual(scaled(2, csiNode('a'), gone('a')), [
    [3, 'set-object', 'CSINode', 'a', 'c-a'],
    [3, 'set-object', 'CSINode', 'a-copy-1', undefined],
    [9, 'remove-object', 'CSINode', 'a', 'c-a'],
    [9, 'remove-object', 'CSINode', 'a-copy-1', undefined],
  ]);
});

test('the CSINode of a node that is left out is left out', (t) => {
  t.deepEqual(scaled(0.5, csiNode('a'), csiNode('b')), [[3, 'set-object', 'CSINode', 'a', 'c-a']]);
});

test('other objects, and CSINodes of nodes that were not recorded, stay', (t) => {
  t.deepEqual(scaled(2, service, csiNode('z')), [
    [4, 'set-object', 'Service', 'a', undefined],
    [3, 'set-object', 'CSINode', 'z', 'c-z'],
  ]);
});
