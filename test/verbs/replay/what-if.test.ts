/** The what-ifs of the command line change the scenario as asked, and nothing else. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { applyWhatIf, type WhatIf } from '../../../src/verbs/replay/what-if.ts';

const { scenario } = loadScenario(
  `cluster:
  nodes:
    - {name: big, count: 10, template: {allocatable: {cpu: 8}}}
    - {name: odd, template: {allocatable: {cpu: 8}}}
    - {name: other, template: {allocatable: {cpu: 8}}}
events:
  pods: [{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{name: c}]}}}]
  nodes: [{at: 5s, action: cordon, name: big-9}, {at: 6s, action: cordon, name: big}]
  scheduler: [{at: 9s, weights: {NodeResourcesFit: 2}}]`,
  'day.yaml',
) as { scenario: Scenario };

test('nothing asked, nothing changed', (t) => {
  const result = applyWhatIf(scenario, {});
  t.deepEqual(result, { scenario, problems: [] });
});

test('--nodes-scale 0.8 keeps 8 of 10 nodes, and reports events of removed ones', (t) => {
  const result = applyWhatIf(scenario, { nodesScale: '0.8' });
  t.deepEqual(
    result.scenario.nodes.map(({ name, count }) => [name, count]),
    [
      ['big', 8],
      ['odd', undefined],
      ['other', undefined],
    ],
  );
  t.deepEqual(
    result.scenario.nodeEvents.map(({ name }) => name),
    ['big'],
  );
  t.is(result.problems.length, 2);
  t.regex(formatProblem(result.problems[1]!), /^day\.yaml:8:\d+: warning: cordon big-9 is left out/);
});

test('of single nodes the last go first; percent and x are read too', (t) => {
  t.deepEqual(
    applyWhatIf(scenario, { nodesScale: '50%' }).scenario.nodes.map(({ name }) => name),
    ['big', 'odd'],
  );
  t.is(applyWhatIf(scenario, { nodesScale: '2x' }).scenario.nodes[0]!.count, 20);
});

test('--nodes replaces all nodes', (t) => {
  const { nodes } = applyWhatIf(scenario, {
    nodes: ['2:cpu=4,memory=32Gi', 'gpu=1:cpu=8,example.com/gpu=4'],
  }).scenario;
  t.deepEqual(
    nodes.map(({ name, pool, count, allocatable }) => [name, pool, count, allocatable]),
    [
      ['node', 'node', 2, { pods: '110', cpu: '4', memory: '32Gi' }],
      ['gpu', 'gpu', 1, { pods: '110', cpu: '8', 'example.com/gpu': '4' }],
    ],
  );
});

test('--nodes POOL=COUNT sets the count of one pool and keeps all else', (t) => {
  const { nodes } = applyWhatIf(scenario, { nodes: ['big=3'] }).scenario;
  t.deepEqual(nodes, [{ ...scenario.nodes[0]!, count: 3 }, ...scenario.nodes.slice(1)]);
});

test('--nodes-scale scales the pools that --nodes does not name', (t) => {
  const { nodes } = applyWhatIf(scenario, { nodes: ['big=3'], nodesScale: '0.5' }).scenario;
  t.deepEqual(
    nodes.map(({ name, count }) => [name, count]),
    [
      ['big', 3],
      ['odd', undefined],
    ],
  );
});

test('a note states the nodes of each pool before and after, and what was rounded', (t) => {
  const noteOf = (whatIf: Parameters<typeof applyWhatIf>[1]) =>
    applyWhatIf(scenario, whatIf)
      .problems.filter(({ code }) => code === 'other-node-counts')
      .map(formatProblem);
  t.deepEqual(noteOf({ nodesScale: '0.75' }), [
    'note: nodes of each pool: big 10 → 8 (7.5 rounded), single nodes 2 (1.5 rounded); in all 12 → 10',
  ]);
  t.deepEqual(noteOf({ nodes: ['2:cpu=4'] }), [
    'note: nodes of each pool: big 10 → 0, single nodes 2 → 0, node 0 → 2; in all 12 → 2',
  ]);
  t.deepEqual(noteOf({ nodes: ['big=2'] }), [
    'note: nodes of each pool: big 10 → 2, single nodes 2; in all 12 → 4',
  ]);
});

test('single nodes are copied under names of their own', (t) => {
  const { nodes } = applyWhatIf(scenario, { nodesScale: '1.5' }).scenario;
  t.deepEqual(
    nodes.map(({ name, labels }) => [name, labels['kubernetes.io/hostname']]),
    [
      ['big', undefined],
      ['odd', undefined],
      ['odd-copy-1', 'odd-copy-1'],
      ['other', undefined],
    ],
  );
});

test('a pool that does not exist is refused with the pools that do', (t) => {
  const error = t.throws(() => applyWhatIf(scenario, { nodes: ['bigg=2'] }), { instanceOf: UserError });
  t.is(error.message, '--nodes bigg=2: there is no pool bigg; did you mean big?');
  t.is(error.next, 'the pools are big (10 nodes)');
});

test('--weights come first, so that the scenario can still change them later', (t) => {
  const events = applyWhatIf(scenario, { weights: ['NodeResourcesFit=5,NodeAffinity=0'] }).scenario
    .schedulerEvents;
  t.deepEqual(
    events.map(({ at, weights }) => [at, weights]),
    [
      [0, { NodeResourcesFit: 5, NodeAffinity: 0 }],
      [9e6, { NodeResourcesFit: 2 }],
    ],
  );
});

test('what is no node pool, factor or weight is a usage error that shows how to write one', (t) => {
  for (const wrong of [
    { nodes: ['four'] },
    { nodes: ['4:cpu'] },
    { nodes: ['4:cpu=lots'] },
    { nodesScale: '-1' },
    { nodesScale: 'half' },
    { weights: ['NodeResourcesFit'] },
    { weights: ['NodeResourcesFit=-1'] },
  ]) {
    const error = t.throws(() => applyWhatIf(scenario, wrong), { instanceOf: UserError });
    t.is(error?.exitCode, 2);
    t.regex(error?.next ?? '', /write for example --/);
  }
});

test('--nodes g=3:cpu=8 keeps the labels and taints of the pool g, and says it', (t) => {
  const loaded = loadScenario(
    `cluster: {nodes: [{name: g, count: 2, template: {labels: {accelerator: t4}, taints: [{key: gpu, effect: NoSchedule}], allocatable: {cpu: 4}}}]}
events: {pods: [{name: p, arrivalTime: 0s, podSpec: {spec: {containers: [{name: c}]}}}]}`,
    'g.yaml',
  ) as { scenario: Scenario };
  const kept = applyWhatIf(loaded.scenario, { nodes: ['g=3:cpu=8', 'h=1:cpu=2'] });
  t.like(kept.scenario.nodes[0], {
    count: 3,
    labels: { accelerator: 't4' },
    taints: [{ key: 'gpu', effect: 'NoSchedule' }],
    allocatable: { cpu: '8', pods: '110' },
  });
  t.deepEqual(kept.scenario.nodes[1]?.labels, {});
  t.regex(formatProblem(kept.problems[0]!), /nodes of the pool g keep 1 label and 1 taint of it/);
});

test('--node-pool sets the most nodes of a pool of an autoscaler, and names all pools', (t) => {
  const { scenario: scaled } = loadScenario(
    `cluster:
  nodes: [{name: base, count: 2, template: {allocatable: {cpu: 4}}}]
  autoscaler: {pools: [{name: spot, min: 3, max: 5, template: {allocatable: {cpu: 4}}}]}
events: {pods: [{name: p, arrivalTime: 0s, podSpec: {spec: {containers: [{name: c}]}}}]}`,
    'scaled.yaml',
  ) as { scenario: Scenario };
  const asked = applyWhatIf(scaled, { nodePool: ['spot=2', 'base=1'] }).scenario;
  t.like(asked.autoscaler?.pools[0], { min: 2, max: 2 });
  t.is(asked.nodes[0]?.count, 1);
  const error = t.throws(() => applyWhatIf(scaled, { nodePool: ['spto=2'] }), { instanceOf: UserError });
  t.is(error?.message, '--node-pool spto=2: there is no pool spto; did you mean spot?');
  t.is(error?.next, 'the pools are base (2 nodes), spot (at most 5 nodes)');
});

test('--nodes-scale says that it changes no nodes of an autoscaler alone', (t) => {
  const { scenario: scaled } = loadScenario(
    'cluster: {autoscaler: {pools: [{name: p, template: {allocatable: {cpu: 8}}}]}}',
    'pools.yaml',
  ) as { scenario: Scenario };
  const said = (whatIf: WhatIf): string[] =>
    applyWhatIf(scenario, { autoscalerOfFile: scaled.autoscaler, ...whatIf })
      .problems.filter(({ code }) => code === 'idle-flag')
      .map(formatProblem);
  t.deepEqual(said({ nodesScale: '0.5' }), [
    'warning: --nodes-scale has no effect: all nodes are those that the autoscaler adds (give the most nodes of a pool, for example --node-pool p=2)',
  ]);
  t.deepEqual(said({}), []);
  t.deepEqual(said({ nodesScale: '0.5', nodes: ['4:cpu=8'] }), []);
});
