/** A node keeps its name in the scenario where a pod or a volume refers to it. */
import test from 'ava';
import type { Affinity } from '../../../../src/core/objects/pod.ts';
import { added, FOUR, nodesOf, removed } from './written-nodes.ts';

const THREE = [added('a-0'), added('a-1'), added('a-2')];
const KEPT = [
  { name: 'a', count: 2, template: FOUR },
  { name: 'b', template: FOUR },
];

function affinityTo(term: object): { affinity: Affinity } {
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
    },
  };
}

for (const [what, spec] of [
  [
    'an affinity of a DaemonSet',
    affinityTo({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b'] }] }),
  ],
  ['a node name', { nodeName: 'b' }],
  ['a hostname selector', { nodeSelector: { 'kubernetes.io/hostname': 'b' } }],
  [
    'a hostname affinity',
    affinityTo({ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['b'] }] }),
  ],
] as const) {
  test(`a node keeps its name because of ${what}`, (t) => {
    const { pools } = nodesOf([added('a-0'), added('a-1'), added('b')], { specs: [spec] });
    t.deepEqual(pools, KEPT);
  });
}

test('a pool gets another name where its nodes would have the name of a node that keeps its own', (t) => {
  const { pools } = nodesOf(THREE, { specs: [{ nodeName: 'a-1' }] });
  t.deepEqual(pools, [
    { name: 'a-2', count: 2, template: FOUR },
    { name: 'a-1', template: FOUR },
  ]);
});

test('a hostname label that differs from the name is kept where a pod refers to it', (t) => {
  const labels = { 'kubernetes.io/hostname': 'ip-10-0-0-1' };
  const lines = [added('n1', 0, { labels })];
  const refers = { nodeSelector: labels };
  t.deepEqual(nodesOf(lines, { specs: [refers] }).pools, [{ name: 'n1', template: { labels, ...FOUR } }]);
  t.deepEqual(nodesOf(lines).pools, [{ name: 'n1', count: 1, template: FOUR }]);
});

test('a node that comes back under its name is added again', (t) => {
  const { pools, events } = nodesOf([added('b'), removed('b', 10), added('b', 20, { uid: 'second' })], {
    specs: [{ nodeName: 'b' }],
  });
  t.deepEqual(pools, [{ name: 'b', template: FOUR }]);
  t.deepEqual(events, [
    { at: '10s', action: 'remove', name: 'b' },
    { at: '20s', action: 'add', name: 'b', template: FOUR },
  ]);
});

test('labels that name single nodes separate no pools, unless a pod refers to them', (t) => {
  const lines = Array.from({ length: 10 }, (_, index) =>
    added(`n-${index}`, 0, { labels: { zone: 'a', id: `i${index}` } }),
  );
  t.deepEqual(nodesOf(lines).pools, [{ name: 'n', count: 10, template: { labels: { zone: 'a' }, ...FOUR } }]);
  t.is(nodesOf(lines, { specs: [{ nodeSelector: { id: 'i3' } }] }).pools.length, 10);
});
