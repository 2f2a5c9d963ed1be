/** Gaps are refused as draws from one law where the rate changed or the process paused, and hardly ever where it did not. */
import test from 'ava';
import { type Distribution, quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { haveOneLaw } from '../../../../src/core/fitting/arrivals/one-law.ts';
import { exponential, uniform } from './made-arrivals.ts';

const LAWS: Readonly<Record<string, Distribution>> = {
  exponential: exponential(1),
  'heavy tail': { family: 'lomax', shape: 1.2, scale: 1 },
  irregular: { family: 'lognormal', mu: 0, sigma: 1.5 },
  regular: { family: 'gamma', shape: 3, scale: 1 },
};

function draws(law: Distribution, count: number, seed: number): number[] {
  const random = uniform(seed);
  return Array.from({ length: count }, () => quantile(law, random()));
}

for (const [name, law] of Object.entries(LAWS))
  test(`independent gaps of one law are refused in 1 % of samples at most: ${name}`, (t) => {
    let refused = 0;
    for (let seed = 0; seed < 300; seed += 1) if (!haveOneLaw(draws(law, 200, seed))) refused += 1;
    t.true(refused <= 8, `${refused} of 300`);
  });

test('gaps of two rates, one after the other, have no one law', (t) => {
  for (let seed = 0; seed < 50; seed += 1)
    t.false(haveOneLaw([...draws(exponential(1), 60, seed), ...draws(exponential(4), 60, seed + 1000)]));
});

test('up to three pauses stand out, a few gaps show nothing', (t) => {
  for (const pauses of [1, 2, 3]) {
    const gaps = draws(exponential(1), 200, pauses);
    for (let pause = 0; pause < pauses; pause += 1) gaps[50 * (pause + 1)] = 200 + 10 * pause;
    t.false(haveOneLaw(gaps), `${pauses}`);
  }
  t.true(haveOneLaw([1, 2, 3, 4, 500]));
});

test('equal gaps have one law', (t) => {
  t.true(haveOneLaw(Array.from({ length: 50 }, () => 5)));
});
