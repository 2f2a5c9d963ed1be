/** Families without a density, value by value. */
import test from 'ava';
import {
  cdf,
  type Distribution,
  mean,
  quantile,
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
