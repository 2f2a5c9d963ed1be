/** Where all durations are many ticks long, rounded stamps give the likelihood of exact times with shorter tails. */
import test from 'ava';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../../../src/core/distributions/families/distribution.ts';
import {
  asExactTimes,
  logLikelihood,
  stampsOf,
} from '../../../../src/core/fitting/likelihood/log-likelihood.ts';

const LONG = [
  ...[70, 110, 160, 230, 400, 900].map((duration) => ({ duration, isEnded: true })),
  { duration: 300, isEnded: true, entry: 90 },
  { duration: 500, isEnded: false },
];
const DISTRIBUTIONS: readonly FittedDistribution[] = [
  { family: 'exponential', mean: 300 },
  { family: 'weibull', shape: 0.7, scale: 250 },
  { family: 'lognormal', mu: 5, sigma: 1.1 },
];

const exactOf = (sample: Sample) => asExactTimes(sample, stampsOf(sample));

test('two distributions differ by as much in both likelihoods', (t) => {
  const stamped = sampleOf(LONG, 1);
  const exact = exactOf(stamped)!;
  t.is(exact.resolution, 0);
  const gained = (sample: Sample) => DISTRIBUTIONS.map(logLikelihood(sample));
  const [one, other] = [gained(stamped), gained(exact)];
  for (const index of [1, 2])
    t.true(Math.abs(one[index]! - one[0]! - (other[index]! - other[0]!)) < 1e-11, `${index}`);
});

test('a short duration, or a short entry, keeps the form of whole ticks', (t) => {
  t.is(exactOf(sampleOf([...LONG, { duration: 12, isEnded: true }], 1)), undefined);
  t.is(exactOf(sampleOf([...LONG, { duration: 300, isEnded: true, entry: 3 }], 1)), undefined);
});

test('durations of nearly the same length keep it too', (t) => {
  const alike = [100, 101, 102, 103].map((duration) => ({ duration, isEnded: true }));
  t.is(exactOf(sampleOf(alike, 1)), undefined);
});
