/** The likelihood of a sample is the sum of the logarithms of its densities and survivals, with ties, cut-off ends and late entries. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import {
  type FittedDistribution,
  readyDensity,
} from '../../../../src/core/distributions/families/distribution.ts';
import { logLikelihood, stampsOf } from '../../../../src/core/fitting/likelihood/log-likelihood.ts';

const SEEN = [
  ...[2, 2, 2, 5, 7, 7, 30, 400].map((duration) => ({ duration, isEnded: true, entry: 0 })),
  ...[3, 3, 9, 9, 9].map((duration) => ({ duration, isEnded: false, entry: 1 })),
  { duration: 11, isEnded: true, entry: 4 },
];
const LAWS: readonly FittedDistribution[] = [
  { family: 'weibull', shape: 1, scale: 9 },
  { family: 'weibull', shape: 2, scale: 9 },
  { family: 'lomax', shape: 1.4, scale: 6 },
  {
    family: 'hyperexponential',
    phases: [
      { probability: 0.6, mean: 3 },
      { probability: 0.4, mean: 80 },
    ],
  },
];

for (const [index, law] of LAWS.entries()) {
  test(`the likelihood is the sum of its terms: ${law.family}, case ${index + 1}`, (t) => {
    const { logDensity, logSurvival } = readyDensity(law);
    const expected = SEEN.reduce((sum, { duration, isEnded, entry }) => {
      const term = (isEnded ? logDensity : logSurvival)(duration, Math.log(duration));
      return sum + term - (entry > 0 ? logSurvival(entry, Math.log(entry)) : 0);
    }, 0);
    t.true(Math.abs(logLikelihood(sampleOf(SEEN))(law) - expected) < 1e-10);
  });
}

test('stamps are narrow where the standard deviation is below eight ticks', (t) => {
  const stampsFor = (high: number) => {
    const seen = [2, 2, 2, high, high, high].map((duration) => ({ duration, isEnded: true }));
    return stampsOf(sampleOf(seen, 1));
  };
  t.deepEqual(stampsFor(17), { tick: 1, isNarrow: true });
  t.deepEqual(stampsFor(18), { tick: 1, isNarrow: false });
  t.is(stampsOf(sampleOf([{ duration: 2, isEnded: true }])), undefined);
});

test('the density of a Weibull distribution is that of its definition at shapes 1 and 2', (t) => {
  for (const shape of [1, 2]) {
    const { logDensity } = readyDensity({ family: 'weibull', shape, scale: 9 });
    const expected = Math.log(shape / 9) + (shape - 1) * Math.log(4 / 9) - (4 / 9) ** shape;
    t.true(Math.abs(logDensity(4, Math.log(4)) - expected) < 1e-14);
  }
});
