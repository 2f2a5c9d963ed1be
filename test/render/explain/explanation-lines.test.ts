/** The tables of `explain`: what happened, what the model decides, and every node. */
import test from 'ava';
import type { PodExplanation } from '../../../src/core/decisions/explanation-of-pod.ts';
import { explanationLines } from '../../../src/render/explain/explanation-lines.ts';

const scores = (fit: number) => [
  { plugin: 'TaintToleration', raw: 0, weighted: 300 },
  { plugin: 'NodeResourcesFit', raw: fit, weighted: fit },
];
const EXPLANATION: PodExplanation = {
  at: 61_000_000,
  uid: 'u',
  namespace: 'shop',
  pod: 'web-0',
  kubernetes: '1.37',
  happened: { node: 'b' },
  agrees: true,
  outcome: 'bound',
  node: 'a',
  settledBy: 'heap-root',
  message: null,
  nominated: null,
  victims: [],
  best: ['a', 'b'],
  nodes: [
    { node: 'a', verdict: 'feasible', total: 350, scores: scores(50) },
    { node: 'b', verdict: 'feasible', total: 350, scores: scores(50) },
    { node: 'c', verdict: 'feasible', total: 320, scores: scores(20) },
    {
      node: 'd',
      verdict: 'refused',
      refusedBy: 'NodeResourcesFit',
      reasons: ['Insufficient cpu', 'Too many pods'],
    },
    { node: 'e', verdict: 'not tried' },
  ],
};
const DRESS = { title: (text: string) => text, heads: (text: string) => text };
const render = (more: Partial<PodExplanation> = {}, width = 80) =>
  explanationLines({ ...EXPLANATION, ...more }, { width, dress: DRESS });

test('what happened stands above what the model decides', (t) => {
  const text = render().join('\n');
  t.true(text.includes('Happened   bound to b\nModel      binds to a (kube-scheduler 1.37)'));
  t.true(text.includes('because of 2 equal nodes it comes first in the heap of scores'));
  t.true(render({ agrees: false }).join('\n').includes('bound to b (the model disagrees)'));
});

test('every feasible node has its total and each weighted and raw score', (t) => {
  const lines = render();
  t.regex(lines.find((line) => line.startsWith('NODE ')) ?? '', /TOTAL +TAINTS +FIT +TAINTS +FIT$/);
  t.regex(lines.find((line) => line.startsWith('a ')) ?? '', /chosen +350 +300 +50 +0 +50$/);
  t.regex(lines.find((line) => line.startsWith('b ')) ?? '', /equal +350/);
});

test('a plugin that scores 0 on every node has no column but a line', (t) => {
  const nodes = ['a', 'b'].map((node) => ({
    node,
    verdict: 'feasible' as const,
    total: 350,
    scores: [...scores(50), { plugin: 'ImageLocality', raw: 0, weighted: 0 }],
  }));
  const lines = render({ nodes });
  t.false(lines.some((line) => line.includes('IMAGES')));
  t.is(lines.at(-1), '0 on every node: ImageLocality');
});

test('a refused node has its filter and all reasons; nodes that were not tried are listed', (t) => {
  const lines = render();
  t.true(lines.includes('d     NodeResourcesFit  Insufficient cpu, Too many pods'));
  t.is(lines.at(-1), 'e');
});

test('a preemption names its node and its victims', (t) => {
  const text = render({
    outcome: 'preempting',
    node: null,
    settledBy: null,
    message: '0/3 nodes are available',
    nominated: 'c',
    victims: [{ namespace: 'lab', pod: 'low', priority: -5 }],
  }).join('\n');
  t.true(text.includes('preempts 1 pod on c (kube-scheduler 1.37)'));
  t.true(text.includes('Victims    lab/low (priority -5)'));
});

test('a pod for which no node is found has the message', (t) => {
  const text = render({ outcome: 'unschedulable', node: null, settledBy: null, message: 'no room' }).join(
    '\n',
  );
  t.true(text.includes('finds no node (kube-scheduler 1.37)\n           no room'));
});

test('no line is wider than the terminal, with every plugin and long names', (t) => {
  const plugins = ['NodeAffinity', 'PodTopologySpread', 'InterPodAffinity', 'ImageLocality', 'VolumeBinding'];
  const many = [...scores(50), ...plugins.map((plugin) => ({ plugin, raw: 100, weighted: 200 }))];
  const name = 'ip-10-0-100-200.eu-central-1.compute.internal';
  const nodes = [
    { node: name, verdict: 'feasible' as const, total: 1350, scores: many },
    {
      node: name,
      verdict: 'refused' as const,
      refusedBy: 'PodTopologySpread',
      reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
    },
  ];
  for (const width of [80, 100])
    for (const line of render({ nodes }, width)) t.true([...line].length <= width, line);
});
