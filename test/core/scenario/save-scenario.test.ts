/** Scenarios are written as YAML that people can edit. */
import test from 'ava';
import { parse } from 'yaml';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { saveScenario } from '../../../src/core/scenario/save-scenario.ts';

const POD = { spec: { containers: [{ name: 'main' }] } };
const SCENARIO = {
  metadata: { name: 'day', description: `long ${'text '.repeat(40)}`.trim() },
  cluster: { nodes: [{ name: 'n', count: 2, template: { allocatable: { cpu: '4', memory: '8Gi' } } }] },
  templates: { web: POD },
  events: {
    pods: [
      { name: 'a', arrivals: { type: 'exponential', mean: '5s' }, count: 3, template: 'web' },
      { name: 'b', arrivalTime: '1s', podSpec: POD },
    ],
  },
};

test('a file holds the same data and loads without problems', (t) => {
  const text = saveScenario(SCENARIO);
  t.deepEqual(parse(text), SCENARIO);
  t.deepEqual(loadScenario(text, 'day.yaml').problems, []);
});

test('a file has resources and distributions on one line each', (t) => {
  const lines = saveScenario(SCENARIO).split('\n');
  t.true(lines.includes('    - { name: n, count: 2, template: { allocatable: { cpu: "4", memory: 8Gi } } }'));
  t.true(lines.includes('      arrivals: { type: exponential, mean: 5s }'));
});

test('a file has the ages of pods, and the rest of their lifetimes, on one line each', (t) => {
  const residual = { type: 'constant', value: '1h' };
  const pods = [{ name: 'old', template: 'web', ages: ['5h', '3h'], residual }];
  const lines = saveScenario({ ...SCENARIO, events: { pods } }).split('\n');
  t.true(lines.includes('      ages: [ 5h, 3h ]'));
  t.true(lines.includes('      residual: { type: constant, value: 1h }'));
});

test('a comment stands above the scenario, each of its lines behind a #', (t) => {
  const text = saveScenario(SCENARIO, { comment: ' Made by keg.\n By hand.' });
  t.true(text.startsWith('# Made by keg.\n# By hand.\n\nmetadata:\n'), text.slice(0, 60));
});

test('a template that is used twice is written twice, without an alias', (t) => {
  t.notRegex(saveScenario(SCENARIO), /[&*]\w/);
});

test('a file has each stratum of a mix on one line, however long', (t) => {
  const quantiles = Array.from({ length: 40 }, (_, index) => ({
    probability: index / 39,
    value: `${index}s`,
  }));
  const mix = [1, 2].map((weight) => ({ weight, from: '1h', lifetime: { type: 'empirical', quantiles } }));
  const pods = [{ name: 'a', arrivals: ['5s'], template: 'web', mix }];
  const text = saveScenario({ ...SCENARIO, events: { pods } });
  t.is(text.split('\n').filter((line) => line.startsWith('        - { weight: ')).length, 2);
  t.deepEqual((parse(text) as { events: unknown }).events, { pods });
});
