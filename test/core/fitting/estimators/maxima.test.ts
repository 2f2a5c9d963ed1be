/** For any window, the fit is a maximum: no step in any direction and not even the truth has a higher likelihood. */
import test from 'ava';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import {
  type Candidate,
  type FittedDistribution,
  fittingOf,
} from '../../../../src/core/distributions/families/distribution.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { logLikelihood } from '../../../../src/core/fitting/likelihood/log-likelihood.ts';
import { simulateWindow } from '../simulated-window.ts';

const TRUTHS: readonly (readonly [Candidate, FittedDistribution])[] = [
  ['exponential', { family: 'exponential', mean: 10 }],
  ['weibull', { family: 'weibull', shape: 0.6, scale: 8 }],
  ['gamma', { family: 'gamma', shape: 2.5, scale: 4 }],
  ['lognormal', { family: 'lognormal', mu: 2, sigma: 0.8 }],
  ['normal', { family: 'normal', mean: 10, sd: 4 }],
  ['lomax', { family: 'lomax', shape: 2.5, scale: 15 }],
  [
    'hyperexponential-2',
    {
      family: 'hyperexponential',
      phases: [
        { probability: 0.7, mean: 2 },
        { probability: 0.3, mean: 25 },
      ],
    },
  ],
];
const WITH_EDGES: readonly (readonly [Candidate, FittedDistribution])[] = [
  ['uniform', { family: 'uniform', min: 3, max: 17 }],
  ['loguniform', { family: 'loguniform', min: 2, max: 60 }],
  ['pareto', { family: 'pareto', shape: 1.8, min: 3 }],
];

function windowOf(distribution: FittedDistribution, resolution: number): Sample {
  return sampleOf(
    simulateWindow({ distribution, window: 30, before: 300, count: 6000, seed: 11, resolution }),
    resolution,
  );
}

/** How much higher the likelihood is one step of 1e-5 units away, in the direction where it is highest. */
function highestBeside(sample: Sample, distribution: FittedDistribution): number {
  const { of, toParameters, units } = fittingOf(distribution).coordinates;
  const likelihood = logLikelihood(sample);
  const [at, here] = [of(distribution), likelihood(distribution)];
  const steps = units(distribution).flatMap((unit, index) =>
    [-1, 1].map((sign) => ({ index, by: sign * 1e-5 * unit })),
  );
  return Math.max(
    ...steps.map(
      ({ index, by }) =>
        likelihood(toParameters(at.map((value, k) => (k === index ? value + by : value)))) - here,
    ),
  );
}

const STAMPS = [
  [0, 'exact times'],
  [1, 'stamps of whole seconds'],
  [1e-6, 'stamps of microseconds'],
] as const;
for (const [resolution, stamps] of STAMPS) {
  for (const [candidate, truth] of TRUTHS) {
    test(`${candidate}: with ${stamps}, censored and truncated, the fit is a maximum`, (t) => {
      const sample = windowOf(truth, resolution);
      t.true(sample.truncated > 50 && sample.size - sample.events > 20);
      const fit = fitFamily(candidate, sample)!;
      t.true(fit.logLikelihood >= logLikelihood(sample)(truth));
      t.true(highestBeside(sample, fit.distribution) <= 1e-9);
    });
  }
}

for (const [candidate, truth] of WITH_EDGES) {
  test(`${candidate}: censored and truncated, the fit touches the sample`, (t) => {
    const sample = windowOf(truth, 0);
    const fit = fitFamily(candidate, sample)!;
    t.true(fit.logLikelihood >= logLikelihood(sample)(truth));
    t.true(highestBeside(sample, fit.distribution) <= 1e-9);
  });
}

test('no fit is made from no ends, one end, or only equal ends', (t) => {
  const none = sampleOf([{ duration: 5, isEnded: false }]);
  const one = sampleOf([{ duration: 5, isEnded: true }]);
  const alike = sampleOf([5, 5, 5].map((duration) => ({ duration, isEnded: true })));
  for (const candidate of TRUTHS.map(([name]) => name)) t.is(fitFamily(candidate, none), undefined);
  for (const candidate of ['weibull', 'gamma', 'lognormal', 'normal', 'uniform', 'pareto'] as const) {
    t.is(fitFamily(candidate, one), undefined, candidate);
    t.is(fitFamily(candidate, alike), undefined, candidate);
  }
  t.is(fitFamily('exponential', one)!.parameters[0]!.value, 5);
});

/** Gaps of 0 s become likelier without end, the shorter the first phase is. */
test('a fit of gaps ends where some are 0 s: two phases have no maximum', (t) => {
  const gaps = Array.from({ length: 93 }, (_, index) => ({
    duration: index < 8 ? 0 : Math.round(-500 * Math.log((((7 * index + 3) % 97) + 0.5) / 97.5)),
    isEnded: index < 92,
  }));
  t.is(fitFamily('hyperexponential-2', sampleOf(gaps)), undefined);
});
