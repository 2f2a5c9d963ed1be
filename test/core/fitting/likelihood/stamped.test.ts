/** The probabilities of whole ticks equal their definition, for every family. */
import test from 'ava';
import {
  cdf,
  type FittedDistribution,
  quantile,
  readyDensity,
} from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { exp } from '../../../../src/core/distributions/special-functions/exact-math.ts';
import {
  logStampedProbability,
  logStampedSurvival,
  stampedCdf,
} from '../../../../src/core/fitting/likelihood/stamped.ts';

const DISTRIBUTIONS: readonly FittedDistribution[] = [
  { family: 'exponential', mean: 1.7 },
  { family: 'weibull', shape: 0.6, scale: 2 },
  { family: 'weibull', shape: 4, scale: 12 },
  { family: 'gamma', shape: 0.3, scale: 6 },
  { family: 'gamma', shape: 5, scale: 0.7 },
  { family: 'lognormal', mu: -0.4, sigma: 0.6 },
  { family: 'lognormal', mu: 1.5, sigma: 2 },
  { family: 'normal', mean: 3.2, sd: 0.4 },
  { family: 'normal', mean: -2, sd: 3 },
  { family: 'uniform', min: 0.3, max: 5.1 },
  { family: 'loguniform', min: 0.2, max: 30 },
  { family: 'pareto', shape: 1, min: 0.7 },
  { family: 'pareto', shape: 2.2, min: 1.4 },
  { family: 'lomax', shape: 0.8, scale: 1.5 },
  {
    family: 'hyperexponential',
    phases: [
      { probability: 0.6, mean: 0.3 },
      { probability: 0.4, mean: 20 },
    ],
  },
];
const STAMPS = { tick: 1, isNarrow: false };

function nameOf(distribution: FittedDistribution): string {
  const { family, ...parameters } = distribution;
  const brief = Object.values(parameters).map((value) => (Array.isArray(value) ? value.length : value));
  return `${family} (${brief.join(', ')})`;
}

/** E F(k + 1 − u) for u uniform inside a tick, by the midpoint rule on 20,000 pieces. */
function cdfByDefinition(distribution: FittedDistribution, k: number): number {
  let sum = 0;
  for (let piece = 0; piece < 20_000; piece += 1) sum += cdf(distribution, k + (piece + 0.5) / 20_000);
  return sum / 20_000;
}

for (const distribution of DISTRIBUTIONS) {
  test(`${nameOf(distribution)}: a uniform start gives the probabilities of whole ticks`, (t) => {
    let before = 0;
    for (let k = 0; k < 12; k += 1) {
      const upTo = cdfByDefinition(distribution, k);
      t.true(Math.abs(stampedCdf(distribution, STAMPS)(k) - upTo) < 2e-6, `cdf at ${k}`);
      t.true(
        Math.abs(exp(logStampedProbability(readyDensity(distribution), k, STAMPS)) - (upTo - before)) < 4e-6,
        `at ${k}`,
      );
      t.true(
        Math.abs(exp(logStampedSurvival(readyDensity(distribution), k, STAMPS)) - (1 - before)) < 2e-6,
        `from ${k}`,
      );
      before = upTo;
    }
  });

  test(`${nameOf(distribution)}: probabilities and survival agree, also for coarse ticks`, (t) => {
    let survival = 1;
    for (let k = 0; k < 90; k += 1) {
      const given = exp(logStampedSurvival(readyDensity(distribution), k, STAMPS));
      t.true(Math.abs(given - survival) < 1e-5, `at least ${k}: ${given}, sums leave ${survival}`);
      survival -= exp(logStampedProbability(readyDensity(distribution), k, STAMPS));
    }
  });

  test(`${nameOf(distribution)}: the coarse form differs from the exact one by less than a thousandth`, (t) => {
    for (const k of [64, 75, 100]) {
      const exact = logStampedProbability(readyDensity(distribution), k, { tick: 1, isNarrow: true });
      const coarse = logStampedProbability(readyDensity(distribution), k, STAMPS);
      if (exact > -10 || coarse > -10)
        t.true(Math.abs(exact - coarse) < 1e-3, `at ${k}: ${exact}, ${coarse}`);
      t.false(Number.isNaN(exact));
    }
  });
}

test('the tick scales with the unit', (t) => {
  const inSeconds = logStampedProbability(readyDensity({ family: 'gamma', shape: 2, scale: 3 }), 4, STAMPS);
  const inMinutes = logStampedProbability(
    readyDensity({ family: 'gamma', shape: 2, scale: 3 / 60 }),
    4 / 60,
    {
      tick: 1 / 60,
      isNarrow: false,
    },
  );
  t.true(Math.abs(inSeconds - inMinutes) < 1e-12);
});

test('drawn stamps have the computed frequencies', (t) => {
  const random = randomStream(3, 'stamps');
  const distribution: FittedDistribution = { family: 'lognormal', mu: 0.4, sigma: 0.6 };
  const counts = new Map<number, number>();
  for (let number = 0; number < 40_000; number += 1) {
    const ticks = Math.floor(random() + quantile(distribution, random()));
    counts.set(ticks, (counts.get(ticks) ?? 0) + 1);
  }
  for (const k of [0, 1, 2, 3, 5]) {
    const expected = exp(logStampedProbability(readyDensity(distribution), k, STAMPS)) * 40_000;
    t.true(
      Math.abs(counts.get(k)! - expected) < 4 * Math.sqrt(expected),
      `${k}: ${counts.get(k)} of ${expected}`,
    );
  }
});

test('a tail too thin for differences has a finite logarithm', (t) => {
  const logarithm = logStampedProbability(readyDensity({ family: 'normal', mean: 5, sd: 2 }), 50, {
    tick: 1,
    isNarrow: true,
  });
  t.true(logarithm < -200 && logarithm > -300);
  t.true(
    Number.isFinite(
      logStampedSurvival(readyDensity({ family: 'normal', mean: 5, sd: 2 }), 50, { tick: 1, isNarrow: true }),
    ),
  );
});
