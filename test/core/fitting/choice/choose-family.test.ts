/** Which family a sample gets, and when no family fits. */
import test from 'ava';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type {
  Candidate,
  FittedDistribution,
} from '../../../../src/core/distributions/families/distribution.ts';
import { quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import {
  chooseFamily,
  FARTHEST,
  type FamilyChoice,
} from '../../../../src/core/fitting/choice/choose-family.ts';
import { kaplanMeier, survivalQuantile } from '../../../../src/core/fitting/kaplan-meier.ts';
import { completeSample, simulateWindow } from '../simulated-window.ts';

const TRUTHS: readonly (readonly [Candidate, FittedDistribution])[] = [
  ['exponential', { family: 'exponential', mean: 100 }],
  ['weibull', { family: 'weibull', shape: 0.6, scale: 100 }],
  ['lognormal', { family: 'lognormal', mu: 4, sigma: 1 }],
  ['gamma', { family: 'gamma', shape: 4, scale: 25 }],
  ['lomax', { family: 'lomax', shape: 1.5, scale: 100 }],
  ['normal', { family: 'normal', mean: 100, sd: 20 }],
  ['pareto', { family: 'pareto', shape: 1.5, min: 10 }],
  ['uniform', { family: 'uniform', min: 20, max: 120 }],
  ['loguniform', { family: 'loguniform', min: 5, max: 500 }],
  [
    'hyperexponential-2',
    {
      family: 'hyperexponential',
      phases: [
        { probability: 0.7, mean: 10 },
        { probability: 0.3, mean: 300 },
      ],
    },
  ],
];

function choose(sample: Sample, seed = 1): FamilyChoice {
  return chooseFamily(sample, { seed, name: 'test', repeats: 59 });
}

function ended(durations: readonly number[]): Sample {
  return sampleOf(durations.map((duration) => ({ duration, isEnded: true })));
}

for (const [candidate, truth] of TRUTHS) {
  test(`${candidate} is found in 500 durations more often than four times in five`, (t) => {
    let found = 0;
    for (let seed = 0; seed < 6; seed += 1) {
      const choice = choose(completeSample(truth, 500, seed), seed);
      if (choice.verdict !== 'no family fits' && choice.best?.candidate === candidate) found += 1;
    }
    t.true(found >= 5, `${found} of 6`);
  });
}

test('no family fits two clusters of values, and the curve itself is drawn from', (t) => {
  const random = randomStream(4, 'heaps');
  const heaps = Array.from(
    { length: 400 },
    (_, index) => (index % 2 === 0 ? 10 : 1000) * (1 + 0.1 * random()),
  );
  const choice = choose(ended(heaps));
  t.is(choice.verdict, 'no family fits');
  t.true(choice.best!.effect.distance > FARTHEST);
  t.is(choice.distribution!.family, 'empirical');
});

test('a family that is hopelessly far is rejected without drawing samples', (t) => {
  const random = randomStream(4, 'heaps');
  const choice = choose(ended(Array.from({ length: 400 }, (_, index) => (index % 2) * 1000 + 10 * random())));
  t.is(choice.goodness!.repeats, 0);
  t.true(choice.goodness!.pValue < 0.001);
});

test('the empirical distribution follows the curve, and has a tail beyond the window', (t) => {
  const random = randomStream(4, 'heaps');
  const heaps = Array.from(
    { length: 600 },
    (_, index) => (index % 2 === 0 ? 10 : 1000) * (1 + 0.1 * random()),
  );
  const sample = sampleOf(
    heaps.map((duration) => ({ duration: Math.min(1050, duration), isEnded: duration < 1050, limit: 1050 })),
  );
  const { distribution } = choose(sample);
  const curve = kaplanMeier(sample);
  for (const probability of [0.1, 0.3, 0.6, 0.7]) {
    t.true(Math.abs(quantile(distribution!, probability) / survivalQuantile(curve, probability)! - 1) < 0.05);
  }
  t.true(quantile(distribution!, 0.9) > 1050);
});

test('the same sample, seed and name give the same choice', (t) => {
  const sample = completeSample({ family: 'gamma', shape: 2, scale: 5 }, 80, 3);
  t.deepEqual(choose(sample), choose(sample));
  const order = sample.rows.map(({ duration }) => ({ duration, isEnded: true }));
  t.deepEqual(choose(sampleOf(order)).ranking, choose(sampleOf(order.toReversed())).ranking);
});

test('scaling every duration scales the parameters and changes nothing else', (t) => {
  const sample = completeSample({ family: 'weibull', shape: 1.7, scale: 5 }, 120, 3);
  const scaled = ended(sample.rows.map(({ duration }) => duration * 60));
  const [small, large] = [choose(sample), choose(scaled)];
  t.is(small.best!.candidate, large.best!.candidate);
  t.true(Math.abs(small.best!.effect.distance - large.best!.effect.distance) < 1e-9);
  t.true(Math.abs(small.best!.weight - large.best!.weight) < 1e-6);
});

test('the evidence of all families sums to one, the best first', (t) => {
  const { ranking } = choose(completeSample({ family: 'gamma', shape: 2, scale: 5 }, 300, 3));
  t.true(Math.abs(ranking.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-12);
  t.true(ranking.every(({ aicc }, index) => index === 0 || aicc >= ranking[index - 1]!.aicc));
});

test('one end is drawn again, ten ends compare three families, no end gives nothing', (t) => {
  t.is(choose(ended([])).distribution, undefined);
  t.is(choose(sampleOf([{ duration: 9, isEnded: false }])).verdict, 'too few');
  const one = choose(ended([7]));
  t.is(one.verdict, 'too few');
  t.deepEqual(one.best!.distribution, { family: 'exponential', mean: 7 });
  t.deepEqual(
    [0.1, 0.9].map((u) => quantile(one.distribution!, u)),
    [7, 7],
  );
  const ten = choose(ended([1, 3, 4, 8, 9, 12, 15, 22, 31, 40]));
  t.deepEqual(ten.ranking.map(({ candidate }) => candidate).sort(), ['exponential', 'lognormal', 'weibull']);
});

test('equal ends are a constant', (t) => {
  const choice = choose(ended([11, 11, 11, 11]));
  t.is(choice.verdict, 'constant');
  t.deepEqual(choice.distribution, { family: 'constant', value: 11 });
  const stamped = sampleOf(
    Array.from({ length: 40 }, (_, index) => ({ duration: index % 7 === 0 ? 12 : 11, isEnded: true })),
    1,
  );
  t.deepEqual(choose(stamped).distribution, { family: 'constant', value: 11 });
});

test('the choice takes late entries into account', (t) => {
  const seen = simulateWindow({
    distribution: { family: 'lognormal', mu: 5, sigma: 1 },
    window: 250,
    before: 6000,
    count: 12_000,
    seed: 9,
  });
  const { distribution, verdict } = choose(sampleOf(seen));
  t.is(verdict, 'fits');
  t.is(distribution!.family, 'lognormal');
  if (distribution!.family === 'lognormal') t.true(Math.abs(distribution!.mu - 5) < 0.3);
});
