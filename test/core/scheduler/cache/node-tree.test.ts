/** Zones and their nodes in the order of the search. */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import {
  addToTree,
  createNodeTree,
  listTree,
  removeFromTree,
  updateInTree,
} from '../../../../src/core/scheduler/cache/node-tree.ts';
import { node } from '../small-objects.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const OLD_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const OLD_REGION = 'failure-domain.beta.kubernetes.io/region';

const labelled = (name: string, labels: Record<string, string>): Node => node(name, 1, { labels });
const listed = (...nodes: Node[]) => {
  const tree = createNodeTree();
  for (const each of nodes) addToTree(tree, each);
  return listTree(tree).join(' ');
};

test('equal zones of different regions are different zones', (t) => {
  const [a, b] = [
    labelled('a', { [ZONE]: '1', [REGION]: 'x' }),
    labelled('b', { [ZONE]: '1', [REGION]: 'x' }),
  ];
  t.is(listed(a, b, labelled('c', { [ZONE]: '1', [REGION]: 'y' })), 'a c b');
});

test('nodes without zone and region share one zone, apart from a region without zones', (t) => {
  t.is(listed(labelled('a', {}), labelled('b', {}), labelled('c', { [REGION]: 'x' })), 'a c b');
});

test('the old zone and region labels take precedence over the new ones', (t) => {
  const old = { [ZONE]: 'new', [OLD_ZONE]: '1', [REGION]: 'new', [OLD_REGION]: 'x' };
  const [a, b] = [labelled('a', old), labelled('b', { [ZONE]: '1', [REGION]: 'x' })];
  t.is(listed(a, b, labelled('c', { [ZONE]: '2', [REGION]: 'x' })), 'a c b');
});

test('an emptied zone loses its place, a zone with nodes keeps it', (t) => {
  const tree = createNodeTree();
  const [a, b, c, d] = ['1', '1', '2', '3'].map((zone, i) =>
    labelled('abcd'[i] as string, { [ZONE]: zone }),
  ) as [Node, Node, Node, Node];
  for (const each of [a, b, c, d]) addToTree(tree, each);
  removeFromTree(tree, c);
  addToTree(tree, c);
  removeFromTree(tree, a);
  t.is(listTree(tree).join(' '), 'b d c');
  removeFromTree(tree, a);
  t.is(listTree(tree).join(' '), 'b d c', 'removing a node twice changes nothing');
});

test('an update moves a node only if its zone changed', (t) => {
  const tree = createNodeTree();
  const [a, b] = [labelled('a', { [ZONE]: '1' }), labelled('b', { [ZONE]: '1' })];
  for (const each of [a, b]) addToTree(tree, each);
  updateInTree(tree, a, labelled('a', { [ZONE]: '1', disk: 'ssd' }));
  t.is(listTree(tree).join(' '), 'a b');
  updateInTree(tree, a, labelled('a', { [ZONE]: '2' }));
  t.is(listTree(tree).join(' '), 'b a');
});
