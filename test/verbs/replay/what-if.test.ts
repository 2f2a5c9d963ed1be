/** The what-ifs of the command line change the scenario as asked, and nothing else. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { applyWhatIf } from '../../../src/verbs/replay/what-if.ts';

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
  t.is(result.problems.length, 1);
  t.regex(formatProblem(result.problems[0]!), /^day\.yaml:8:\d+: warning: cordon big-9 is left out/);
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
