/** A scenario that becomes longer than its recording says where it draws from a tail, and strata in time hold at any time. */
import test from 'ava';
import type { DrawnPods } from '../../../src/core/scenario/scenario.ts';
import { generatedFrom } from './generated.ts';

const CURVE =
  '{type: empirical, quantiles: [{probability: 0, value: 1m}, {probability: 0.9, value: 1h}], tail: {type: exponential, mean: 1h}}';
const FITTED = `apiVersion: keg.dev/v1alpha1
kind: Scenario
duration: 2h
cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 8}}}]}
templates: {small: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}}
events:
  workloads:
    - {at: 0s, kind: Deployment, name: tier, template: small, replicas: 2, lifetime: ${CURVE}}
  pods:
    - {name: web, template: small, arrivals: {type: exponential, mean: 30s}, until: 2h, lifetime: ${CURVE}}
    - {name: plain, template: small, arrivals: {type: exponential, mean: 30s}, until: 2h, lifetime: 1m}
    - name: parts
      template: small
      arrivals: {type: exponential, mean: 30s}
      until: 2h
      mix: [{weight: 3, until: 1h, lifetime: 1m}, {weight: 1, from: 1h, lifetime: 9m}]
`;

test('a longer scenario says which entries draw from a tail', async (t) => {
  const { problems } = await generatedFrom(t, { duration: 6 * 3600e6 }, FITTED);
  const found = problems.filter(({ code }) => code === 'beyond-recorded');
  t.is(found.length, 1);
  t.regex(found[0]!.message, /^6h is longer than the 2h of the scenario: .*\(web, tier\)$/);
});

test('a scenario that is not longer draws from no tail that the recording lacks', async (t) => {
  for (const duration of [undefined, 3600e6, 7200e6]) {
    const { problems } = await generatedFrom(t, { duration }, FITTED);
    t.deepEqual(
      problems.filter(({ code }) => code === 'beyond-recorded'),
      [],
    );
  }
});

test('strata in time hold at any time of a longer scenario', async (t) => {
  const partsOf = async (duration: number): Promise<unknown> => {
    const { scenario } = await generatedFrom(t, { duration }, FITTED);
    const entry = scenario.pods.find((pods) => pods.kind === 'drawn' && pods.name === 'parts') as DrawnPods;
    return entry.mix!.map(({ weight, from, until }) => [weight, from, until]);
  };
  t.deepEqual(await partsOf(4 * 3600e6), [
    [3, 0, undefined],
    [1, 0, undefined],
  ]);
  t.deepEqual(await partsOf(3600e6), [
    [3, 0, 3600e6],
    [1, 3600e6, undefined],
  ]);
});
