/** Families without a density, value by value. */
import test from 'ava';
import {
  cdf,
  type Distribution,
  mean,
  quantile,
  scaled,
  survival,
} from '../../../../src/core/distributions/families/distribution.ts';

const EMPIRICAL: Distribution = {
  family: 'empirical',
  quantiles: [
    { probability: 0.1, value: 2 },
    { probability: 0.5, value: 4 },
    { probability: 0.9, value: 10 },
  ],
};

test('empirical: quantiles are on straight lines, and the ends hold the rest', (t) => {
  t.deepEqual(
    [0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95].map((u) => Math.round(quantile(EMPIRICAL, u) * 1e9) / 1e9),
    [2, 2, 3, 4, 7, 10, 10],
  );
});

test('empirical: cdf and survival invert the quantiles', (t) => {
  for (const [x, share] of [
    [1.9, 0],
    [2, 0.1],
    [3, 0.3],
    [4, 0.5],
    [7, 0.7],
    [10, 1],
    [11, 1],
  ] as const) {
    t.true(Math.abs(cdf(EMPIRICAL, x) - share) < 1e-12, `${x}: ${cdf(EMPIRICAL, x)}`);
    t.true(Math.abs(survival(EMPIRICAL, x) - (1 - share)) < 1e-12);
  }
});

test('empirical: the mean is that of its lines and its ends', (t) => {
  t.true(Math.abs(mean(EMPIRICAL) - (0.1 * 2 + 0.4 * 3 + 0.4 * 7 + 0.1 * 10)) < 1e-12);
});

test('constant: all of the probability is at the value', (t) => {
  const seven: Distribution = { family: 'constant', value: 7 };
  t.deepEqual([cdf(seven, 6.9), cdf(seven, 7), survival(seven, 6.9), survival(seven, 7)], [0, 1, 1, 0]);
  t.deepEqual([quantile(seven, 0.01), mean(seven)], [7, 7]);
});

test('choice: shares, mean and draws follow the weights', (t) => {
  const choice: Distribution = {
    family: 'choice',
    options: [
      { value: 1, weight: 1 },
      { value: 5, weight: 3 },
    ],
  };
  t.deepEqual([cdf(choice, 0.9), cdf(choice, 1), cdf(choice, 5)], [0, 0.25, 1]);
  t.deepEqual([survival(choice, 0.9), survival(choice, 1), survival(choice, 5)], [1, 0.75, 0]);
  t.deepEqual([quantile(choice, 0.24), quantile(choice, 0.26), mean(choice)], [1, 5, 4]);
});

const HEAVY: Distribution = {
  family: 'empirical',
  quantiles: [
    { probability: 0, value: 2 },
    { probability: 0.8, value: 10 },
  ],
  tail: { family: 'lomax', shape: 2, scale: 10 },
};

test('empirical: beyond the last quantile the tail holds, conditional on a larger value', (t) => {
  // (1 + x/10)^−2 is ¼ at 10; a quarter of that is left at 30.
  t.true(Math.abs(survival(HEAVY, 30) - 0.2 / 4) < 1e-12);
  t.true(Math.abs(quantile(HEAVY, 0.95) - 30) < 1e-6);
  t.is(survival(HEAVY, 10), 1 - 0.8);
  // E(X | X > 10) of this Lomax is 10 + 20.
  t.true(Math.abs(mean(HEAVY) - (0.8 * 6 + 0.2 * 30)) < 1e-9);
  t.deepEqual(scaled(HEAVY, 2), {
    ...HEAVY,
    quantiles: [
      { probability: 0, value: 4 },
      { probability: 0.8, value: 20 },
    ],
    tail: { family: 'lomax', shape: 2, scale: 20 },
  });
});

test('empirical: a tail of never has no finite value', (t) => {
  const mortal: Distribution = { ...HEAVY, tail: 'never' };
  t.deepEqual([quantile(mortal, 0.9), mean(mortal)], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  t.is(survival(mortal, 1e12), 1 - 0.8);
  t.is(cdf(mortal, 1e12), 0.8);
});

for (const tail of [
  { family: 'exponential', mean: 3 },
  { family: 'weibull', shape: 0.5, scale: 2 },
  { family: 'lognormal', mu: 1, sigma: 2 },
  { family: 'gamma', shape: 0.5, scale: 9 },
  { family: 'pareto', shape: 1.5, min: 1 },
] as const) {
  test(`empirical: the quantiles of a tail invert its survival: ${tail.family}`, (t) => {
    const law: Distribution = { ...HEAVY, tail };
    for (const u of [0.81, 0.9, 0.99, 0.9999])
      t.true(Math.abs(survival(law, quantile(law, u)) - (1 - u)) < 1e-9, `${u}`);
  });
}
