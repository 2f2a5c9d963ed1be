/** Pods of one burst that run alike: their lifetimes are correlated as it is written, and the distribution of all lifetimes stays. */
import test from 'ava';
import { cdf, type Distribution } from '../../../src/core/distributions/families/distribution.ts';
import { normalQuantile } from '../../../src/core/distributions/special-functions/normal-distribution.ts';
import type { DrawnPods } from '../../../src/core/scenario/scenario.ts';
import fc from '../../seeded-properties.ts';
import { type Arrival, arrivals, expand, written } from './written-scenario.ts';

const BURSTS = 400;
const SIZE = 5;
const IN_BURSTS = `arrivals: {type: constant, value: 1h}, burst: {size: ${SIZE}, gap: 1s}, count: ${BURSTS * SIZE}`;
const LAWS = [
  '{type: lognormal, median: 60s, sigma: 1.5}',
  '{type: exponential, mean: 100s}',
  '{type: hyperexponential, phases: [{probability: 0.7, mean: 10s}, {probability: 0.3, mean: 300s}]}',
  '{type: empirical, quantiles: [{probability: 0.1, value: 5s}, {probability: 0.9, value: 1m}], tail: {type: pareto, shape: 1.2, min: 30s}}',
];

function podsOf(keys: string, seed = 1): Arrival[] {
  return arrivals(expand(`events:\n  pods:\n    - {name: a, template: small, ${keys}}\n`, seed));
}

function lawOf(lifetime: string): Distribution {
  const text = `events:\n  pods:\n    - {name: a, template: small, arrivals: [1s], lifetime: ${lifetime}}\n`;
  return (written(text).pods[0] as DrawnPods).lifetime!;
}

/** The share of the law below each lifetime: uniform where it was drawn from that law. */
function sharesOf(pods: readonly Arrival[], law: Distribution): number[] {
  return pods.map(({ lifetime }) => cdf(law, lifetime! / 1e6));
}

/** The mean product of the normal scores of neighbours in one burst. */
function correlationOf(shares: readonly number[]): number {
  const scores = shares.map((share) => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, share))));
  const products = scores.flatMap((score, index) => (index % SIZE ? [score * scores[index - 1]!] : []));
  return products.reduce((sum, product) => sum + product, 0) / products.length;
}

test('the lifetimes of all pods keep their distribution, and those of a burst are correlated', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LAWS.filter((law) => !law.includes('empirical'))),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(1e6),
      (lifetime, correlation, seed) => {
        const pods = podsOf(
          `${IN_BURSTS}, lifetime: ${lifetime}, alike: {correlation: ${correlation}}`,
          seed,
        );
        const shares = sharesOf(pods, lawOf(lifetime));
        // Pods of different bursts are independent: five standard errors of a mean of 400.
        for (let place = 0; place < SIZE; place += 1) {
          const own = shares.filter((_, index) => index % SIZE === place);
          for (const edge of [0.1, 0.25, 0.5, 0.75, 0.9]) {
            const share = own.filter((each) => each <= edge).length / BURSTS;
            t.true(Math.abs(share - edge) < 5 * Math.sqrt((edge * (1 - edge)) / BURSTS));
          }
        }
        t.true(Math.abs(correlationOf(shares) - correlation) < 5 * Math.sqrt(2 / BURSTS));
      },
    ),
    { numRuns: 30 },
  );
});

test('a correlation of 1 gives all pods of a burst one lifetime, whatever the distribution', (t) => {
  for (const lifetime of LAWS) {
    const pods = podsOf(`${IN_BURSTS}, lifetime: ${lifetime}, alike: {correlation: 1}`);
    const lifetimes = pods.map((pod) => pod.lifetime);
    t.true(lifetimes.every((each, index) => index % SIZE === 0 || each === lifetimes[index - 1]));
    t.true(new Set(lifetimes).size > 0.8 * BURSTS);
  }
});

test('pods that arrive within a time of each other are a burst without being written as one', (t) => {
  const keys = 'arrivals: [10s, 11s, 12s, 20s, {at: 21s, count: 2}], lifetime: {type: exponential, mean: 1m}';
  const lifetimes = podsOf(`${keys}, alike: {correlation: 1, within: 1s}`).map(({ lifetime }) => lifetime);
  t.deepEqual(
    lifetimes.map((each) => lifetimes.indexOf(each)),
    [0, 0, 0, 3, 3, 3],
  );
  const listed = podsOf(`${keys}, alike: {correlation: 1}`).map(({ lifetime }) => lifetime);
  t.deepEqual(
    listed.map((each) => listed.indexOf(each)),
    [0, 1, 2, 3, 4, 4],
  );
});

test('of a mix, the pods of a burst have one member, by the weights of the members', (t) => {
  const mix =
    '[{weight: 3, lifetime: 10s, requests: {cpu: 1}}, {lifetime: {type: uniform, min: 1m, max: 2m}, requests: {cpu: 2}}]';
  const pods = podsOf(`${IN_BURSTS}, mix: ${mix}, alike: {correlation: 1}`);
  t.true(pods.every(({ lifetime }, index) => index % SIZE === 0 || lifetime === pods[index - 1]!.lifetime));
  const long = pods.filter(({ lifetime }) => lifetime! > 10e6);
  t.true(Math.abs(long.length / pods.length - 0.25) < 5 * Math.sqrt(0.1875 / BURSTS));
  t.true(long.every(({ template }) => template.spec.containers[0]!.resources!.requests!.cpu === '2000m'));
  // The place within the share of a member decides the lifetime, so it is uniform there.
  const upper = long.filter(({ lifetime }) => lifetime! > 90e6).length / long.length;
  t.true(Math.abs(upper - 0.5) < 5 * Math.sqrt(0.25 / (long.length / SIZE)));
});

test('without a correlation in it, an entry draws what it drew before', (t) => {
  const plain = podsOf(`${IN_BURSTS}, lifetime: {type: exponential, mean: 1m}`);
  const alike = podsOf(`${IN_BURSTS}, lifetime: {type: exponential, mean: 1m}, alike: {correlation: 0.9}`);
  t.deepEqual(
    plain.map(({ at, template }) => ({ at, template })),
    alike.map(({ at, template }) => ({ at, template })),
  );
  t.notDeepEqual(plain[0]!.lifetime, alike[0]!.lifetime);
});
