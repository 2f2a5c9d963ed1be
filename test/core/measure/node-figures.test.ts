/** Nodes with the same past share their figures, and no other nodes do. */
import test from 'ava';
import { bound, created, node, run } from './small-recording.ts';

const SIZE = { cpu: '4', memory: '8Gi', pods: '10' };

test('nodes of one size that never had a pod share their figures', (t) => {
  const { nodes } = run([node('a', SIZE), node('b', SIZE)]);
  t.is(nodes[0]!.resources, nodes[1]!.resources);
  t.is(nodes[1]!.resources.cpu!.allocatable.mean, 4000);
});

test('each other node has figures of its own', (t) => {
  const { nodes } = run([
    node('a', SIZE),
    node('larger', { ...SIZE, cpu: '8' }),
    node('gpu', { ...SIZE, 'nvidia.com/gpu': '1' }),
    node('busy', SIZE),
    node('idle', SIZE),
    created('p', 10),
    bound('p', 20, 'busy'),
    node('late', SIZE, 50),
    node('removed', SIZE, 50),
    { at: 60, kind: 'node-removed', uid: 'uid-removed' },
  ]);
  const means = nodes.map(({ node: name, resources }) => [
    name,
    resources.cpu?.requested.mean,
    resources.cpu?.allocatable.mean,
    resources['nvidia.com/gpu']?.allocatable.mean,
  ]);
  t.deepEqual(means, [
    ['a', 0, 4000, undefined],
    ['larger', 0, 8000, undefined],
    ['gpu', 0, 4000, 1],
    ['busy', 1600, 4000, undefined],
    ['idle', 0, 4000, undefined],
    ['late', 0, 2000, undefined],
    ['removed', 0, 400, undefined],
  ]);
});

test('a node alone has the figures that it has beside an equal one', (t) => {
  const [alone] = run([node('a', SIZE)]).nodes;
  for (const { resources } of run([node('a', SIZE), node('b', SIZE)]).nodes)
    t.deepEqual(resources, alone!.resources);
});
