/** The laws that hold for every family, and the moments and shapes of each. */
import test from 'ava';
import {
  cdf,
  type Distribution,
  mean,
  quantile,
  survival,
} from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import fc from '../../../seeded-properties.ts';

/** Families whose quantile inverts their cdf, with ordinary and extreme parameters. */
const INVERTIBLE: readonly Distribution[] = [
  { family: 'exponential', mean: 30 },
  { family: 'weibull', shape: 0.692, scale: 284.5 },
  { family: 'weibull', shape: 3, scale: 1e-3 },
  { family: 'gamma', shape: 0.2, scale: 10 },
  { family: 'gamma', shape: 4.0254, scale: 17.942 },
  { family: 'gamma', shape: 50_000, scale: 0.01 },
  { family: 'lognormal', mu: 6.56, sigma: 1.88 },
  { family: 'normal', mean: 10, sd: 2 },
  { family: 'normal', mean: 1, sd: 3 },
  { family: 'normal', mean: -1, sd: 1 },
  { family: 'normal', mean: -50, sd: 1 },
  { family: 'uniform', min: 2, max: 5 },
  { family: 'loguniform', min: 0.01, max: 1000 },
  { family: 'pareto', shape: 2.5, min: 3 },
  { family: 'lomax', shape: 2.5, scale: 3 },
  {
    family: 'empirical',
    quantiles: [
      { probability: 0, value: 1 },
      { probability: 0.5, value: 3 },
      { probability: 0.9, value: 4 },
      { probability: 1, value: 40 },
    ],
  },
];

const MIXED: readonly Distribution[] = [
  {
    family: 'hyperexponential',
    phases: [
      { probability: 0.7, mean: 20 },
      { probability: 0.3, mean: 600 },
    ],
  },
  { family: 'constant', value: 7 },
  {
    family: 'choice',
    options: [
      { value: 1, weight: 2 },
      { value: 4, weight: 1 },
      { value: 2, weight: 5 },
    ],
  },
];

const ALL = [...INVERTIBLE, ...MIXED];
const uniform = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });

/** The family and its parameters in brief: lists by their length. */
function title(distribution: Distribution): string {
  const { family, ...parameters } = distribution;
  const brief = Object.entries(parameters).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? `× ${value.length}` : value}`,
  );
  return `${family}, ${brief.join(', ')}`;
}

for (const distribution of INVERTIBLE) {
  test(`${title(distribution)}: the cdf of the quantile returns the uniform`, (t) => {
    fc.assert(
      fc.property(uniform, (u) => {
        const x = quantile(distribution, u);
        const error = Math.min(
          Math.abs(cdf(distribution, x) - u) / u,
          Math.abs(survival(distribution, x) - (1 - u)) / (1 - u),
        );
        return error <= 1e-11;
      }),
      { numRuns: 500 },
    );
    t.pass();
  });

  test(`${title(distribution)}: a larger uniform never draws less`, (t) => {
    fc.assert(
      fc.property(uniform, uniform, (u, v) => {
        const [low, high] = u < v ? [u, v] : [v, u];
        const rounding = 1e-15 * mean(distribution);
        return quantile(distribution, low) <= quantile(distribution, high) * (1 + 1e-14) + rounding;
      }),
      { numRuns: 500 },
    );
    t.pass();
  });
}

for (const distribution of ALL) {
  test(`${title(distribution)}: draws are finite, not negative, and follow the cdf`, (t) => {
    const next = randomStream(1, 'families', title(distribution));
    const n = 20_000;
    const draws = Float64Array.from({ length: n }, () => quantile(distribution, next())).sort();
    t.true(draws[0]! >= 0);
    t.true(Number.isFinite(draws[n - 1]!));
    t.true(largestGap(distribution, draws) < 1.95 / Math.sqrt(n), 'Kolmogorov-Smirnov distance, 0.1 % level');
  });

  test(`${title(distribution)}: the mean of stratified draws is the mean`, (t) => {
    const n = 200_000;
    let sum = 0;
    for (let index = 0; index < n; index += 1) sum += quantile(distribution, (index + 0.5) / n);
    const relative = sum / n / mean(distribution) - 1;
    t.true(Math.abs(relative) < 0.01, `relative difference ${relative}`);
  });

  test(`${title(distribution)}: cdf and survival sum to 1, and no value lies below 0`, (t) => {
    for (const u of [1e-6, 0.1, 0.5, 0.7, 0.99, 1 - 1e-9]) {
      const x = quantile(distribution, u);
      t.true(Math.abs(cdf(distribution, x) + survival(distribution, x) - 1) < 1e-14);
    }
    t.is(cdf(distribution, -1), 0);
    t.is(survival(distribution, -1), 1);
  });
}

/** sup |F_n − F|, just before and at each value, also with ties. */
function largestGap(distribution: Distribution, sorted: Float64Array): number {
  const n = sorted.length;
  let largest = 0;
  for (let first = 0; first < n; ) {
    let last = first;
    while (last + 1 < n && sorted[last + 1] === sorted[first]) last += 1;
    const at = cdf(distribution, sorted[first]!);
    largest = Math.max(largest, Math.abs((last + 1) / n - at));
    if (last === first) largest = Math.max(largest, Math.abs(at - first / n));
    first = last + 1;
  }
  return largest;
}

test('survival is above 0 where the cdf rounds to 1', (t) => {
  t.true(survival({ family: 'exponential', mean: 1 }, 100) > 0);
  t.true(survival({ family: 'weibull', shape: 2, scale: 1 }, 10) > 0);
  t.true(survival({ family: 'lognormal', mu: 0, sigma: 1 }, 1e10) > 0);
  t.true(survival({ family: 'pareto', shape: 3, min: 1 }, 1e20) > 0);
  t.true(survival({ family: 'gamma', shape: 2, scale: 1 }, 100) > 0);
});

test('means equal their closed forms', (t) => {
  const close = (distribution: Distribution, expected: number) =>
    t.true(
      Math.abs(mean(distribution) / expected - 1) < 1e-14,
      `${title(distribution)}: ${mean(distribution)}`,
    );
  close({ family: 'weibull', shape: 1, scale: 12 }, 12);
  close({ family: 'weibull', shape: 0.5, scale: 1 }, 2);
  close({ family: 'lognormal', mu: 0, sigma: 1 }, 1.6487212707001282);
  close({ family: 'normal', mean: 0, sd: 1 }, 0.7978845608028654);
  close({ family: 'loguniform', min: 1, max: Math.E }, Math.E - 1);
  close({ family: 'pareto', shape: 3, min: 2 }, 3);
  close({ family: 'lomax', shape: 3, scale: 2 }, 1);
  t.is(mean({ family: 'pareto', shape: 1, min: 2 }), Number.POSITIVE_INFINITY);
});

test('hyperexponential: the first part of (0, 1) draws the first phase', (t) => {
  const phases = [
    { probability: 0.25, mean: 1 },
    { probability: 0.75, mean: 100 },
  ];
  const both: Distribution = { family: 'hyperexponential', phases };
  t.is(quantile(both, 0.125), quantile({ family: 'exponential', mean: 1 }, 0.5));
  t.is(quantile(both, 0.625), quantile({ family: 'exponential', mean: 100 }, 0.5));
});

test('hyperexponential: a phase of probability 0 changes no draw', (t) => {
  const phases = [
    { probability: 0, mean: 1e9 },
    { probability: 1, mean: 5 },
    { probability: 0, mean: 1e9 },
  ];
  for (const u of [2 ** -53, 0.3, 1 - 2 ** -53]) {
    t.is(
      quantile({ family: 'hyperexponential', phases }, u),
      quantile({ family: 'exponential', mean: 5 }, u),
    );
  }
});

test('choice: options divide the uniform by weight, in the order of the list', (t) => {
  const options = [
    { value: 3, weight: 1 },
    { value: 1, weight: 3 },
  ];
  t.is(quantile({ family: 'choice', options }, 0.2), 3);
  t.is(quantile({ family: 'choice', options }, 0.3), 1);
  t.is(quantile({ family: 'choice', options }, 1 - 2 ** -53), 1);
});

test('empirical: equal quantiles are one value, and the ends take the rest', (t) => {
  const distribution: Distribution = {
    family: 'empirical',
    quantiles: [
      { probability: 0.1, value: 5 },
      { probability: 0.6, value: 5 },
      { probability: 0.9, value: 8 },
    ],
  };
  t.is(quantile(distribution, 0.01), 5);
  t.is(quantile(distribution, 0.5), 5);
  t.is(quantile(distribution, 0.99), 8);
  t.is(cdf(distribution, 5), 0.6);
  t.is(cdf(distribution, 4.9), 0);
  t.is(cdf(distribution, 8), 1);
});

test('normal: no draw is negative, for any centre below 0', (t) => {
  for (const center of [1, 0, -5, -50, -1e6, -1e300]) {
    const distribution: Distribution = { family: 'normal', mean: center, sd: 1 };
    for (const u of [2 ** -53, 0.5, 1 - 2 ** -53]) {
      const value = quantile(distribution, u);
      t.true(value >= 0 && Number.isFinite(value), `${center}, ${u}: ${value}`);
    }
    t.true(mean(distribution) >= 0);
  }
});
