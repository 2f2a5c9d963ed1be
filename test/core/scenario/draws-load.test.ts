/** Whether another seed gives other pods. */
import test from 'ava';
import { drawsLoad } from '../../../src/core/scenario/draws-load.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

const EVERY = '{type: constant, value: 10s}';

function draws(pods: string): boolean {
  const text = `cluster:
  nodes: [{name: a, template: {allocatable: {cpu: 8}}}]
templates: {small: {spec: {containers: [{name: c}]}}}
events:
  pods: [${pods}]`;
  return drawsLoad(loadScenario(text, 'day.yaml').scenario!);
}

test('a distribution draws the load, of arrivals as of lifetimes and delays', (t) => {
  const rest = 'name: p, template: small, count: 3';
  t.true(draws(`{${rest}, arrivals: {type: exponential, mean: 10s}}`));
  t.true(draws(`{${rest}, arrivals: ${EVERY}, lifetime: {type: lognormal, median: 2s, sigma: 0.7}}`));
  t.true(draws(`{${rest}, arrivals: ${EVERY}, phases: {started: {type: exponential, mean: 1s}}}`));
});

test('constants and single pods do not', (t) => {
  t.false(draws(`{name: p, template: small, count: 3, arrivals: ${EVERY}, lifetime: 1m}`));
  t.false(draws('{name: p, template: small, arrivalTime: 1s}'));
});

test('requests that are drawn from several do', (t) => {
  const entry = (...requests: string[]) =>
    draws(
      `{name: p, template: small, count: 3, arrivals: ${EVERY}, requests: {type: choice, options: [${requests.join()}]}}`,
    );
  t.true(entry('{weight: 1, value: {cpu: 1}}', '{weight: 1, value: {cpu: 2}}'));
});
