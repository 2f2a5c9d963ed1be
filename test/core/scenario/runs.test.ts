/** Runs of drawn pods are read, and wrong ones refused at their place: mixes, ends by age, ages. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

function read(keys: string) {
  const text = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: runs}
templates: {small: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}}
events:
  pods:
    - {name: p, template: small, ${keys}}
`;
  return loadScenario(text, 'runs.yaml');
}

const ARRIVALS = 'arrivals: {type: constant, value: 1m}, count: 3';

for (const [keys, message] of [
  [`${ARRIVALS}, end: [{from: 1m, failed: 1}]`, 'the first age is 0s'],
  [`${ARRIVALS}, end: [{from: 0s, failed: 1}, {from: 0s, deleted: 1}]`, 'is not after the age before it'],
  [`${ARRIVALS}, end: [{from: 0s}]`, 'needs at least one end with a weight above 0'],
  [`${ARRIVALS}, mix: [{until: 1m, lifetime: 1h}]`, 'no member holds at 60s: leave out an until'],
  [`${ARRIVALS}, mix: [{from: 1m, lifetime: 1h}]`, 'no member holds at 0s: leave out an until'],
  [`${ARRIVALS}, mix: [{from: 2m, until: 1m}, {}]`, 'is not after from'],
  [
    `${ARRIVALS}, mix: [{}], ends: [{end: failed, lifetime: 1m}]`,
    'excludes mix: write lifetime and end in each member',
  ],
  [`${ARRIVALS}, residual: 1m`, 'goes with ages: pods that exist at 0s'],
  [`${ARRIVALS}, ages: [1m]`, 'does not go with ages: these pods exist at 0s'],
  ['ages: [1m], lifetime: 1h, residual: 1h', 'excludes lifetime: keep one of them'],
  ['arrivals: [{at: 1m, lifetime: 1h, longerThan: 2h}]', 'excludes lifetime: keep one of them'],
  ['ages: [{age: 5h, lifetime: 1h}]', 'is shorter than the age: it ended before 0s'],
  ['arrivalTime: 0s, mix: [{}]', 'goes with arrivals, not with one pod at arrivalTime'],
  [
    'arrivalTime: 0s, end: [{from: 0s, failed: 1}]',
    'several ends by weight go with arrivals: one pod has one end',
  ],
] as const) {
  test(`refused: ${keys.replace(ARRIVALS, '…')}`, (t) => {
    const { problems } = read(keys);
    const errors = problems.filter(({ severity }) => severity === 'error');
    t.true(
      errors.some((each) => each.message.includes(message)),
      JSON.stringify(errors),
    );
    t.true(errors.every(({ position }) => position?.line === 7));
  });
}

test('a mix, ends by age and ages are read without a problem', (t) => {
  for (const keys of [
    `${ARRIVALS}, mix: [{until: 1m, weight: 2, requests: {cpu: 2}, lifetime: 1h, end: {failed: 1}}, {from: 1m}]`,
    `${ARRIVALS}, lifetime: 1h, end: [{from: 0s, failed: 1}, {from: 1m, deleted: 1, failed: 2}]`,
    'ages: [5h, 0s], residual: {type: exponential, mean: 1h}',
  ])
    t.deepEqual(
      read(keys).problems.filter(({ severity }) => severity === 'error'),
      [],
      keys,
    );
});
