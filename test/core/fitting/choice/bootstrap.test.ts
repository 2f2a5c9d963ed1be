/** P-values are valid with fitted parameters, late entries, cut-off ends and rounding. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type {
  Candidate,
  FittedDistribution,
} from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { goodnessOfFit } from '../../../../src/core/fitting/choice/bootstrap.ts';
import { repeatSample } from '../../../../src/core/fitting/choice/repeat-sample.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { kaplanMeier, survivalAt } from '../../../../src/core/fitting/kaplan-meier.ts';
import { simulateWindow } from '../simulated-window.ts';

const NULLS: readonly (readonly [Candidate, FittedDistribution, resolution: number])[] = [
  ['weibull', { family: 'weibull', shape: 0.8, scale: 20 }, 0],
  ['lognormal', { family: 'lognormal', mu: 2.5, sigma: 0.7 }, 1],
];

for (const [candidate, truth, resolution] of NULLS) {
  test(`p-values of a true ${candidate} are uniform, ${resolution ? 'stamped' : 'exact'}`, (t) => {
    const counts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 100; seed += 1) {
      const seen = simulateWindow({
        distribution: truth,
        window: 25,
        before: 250,
        count: 500,
        seed,
        resolution,
      });
      const sample = sampleOf(seen, resolution);
      const fit = fitFamily(candidate, sample)!;
      const { pValue } = goodnessOfFit(sample, fit, randomStream(seed, 'null'), 39);
      counts[Math.min(4, Math.floor(pValue * 5))]! += 1;
    }
    for (const count of counts) t.true(count >= 8 && count <= 34, `fifths hold ${counts.join(', ')} of 100`);
  });
}

test('a wrong family is rejected', (t) => {
  const seen = simulateWindow({
    distribution: { family: 'lognormal', mu: 2.5, sigma: 0.4 },
    window: 60,
    before: 250,
    count: 2000,
    seed: 2,
  });
  const sample = sampleOf(seen);
  const { pValue, repeats } = goodnessOfFit(
    sample,
    fitFamily('exponential', sample)!,
    randomStream(1, 'wrong'),
    39,
  );
  t.is(repeats, 39);
  t.is(pValue, 1 / 40);
});

for (const resolution of [0, 1]) {
  test(`a repeated sample has the same window, ${resolution ? 'stamped' : 'exact'}`, (t) => {
    const truth: FittedDistribution = { family: 'weibull', shape: 0.8, scale: 20 };
    const seen = simulateWindow({
      distribution: truth,
      window: 25,
      before: 250,
      count: 8000,
      seed: 5,
      resolution,
    });
    const sample = sampleOf(seen, resolution);
    const repeated = repeatSample(sample, truth, randomStream(6, 'repeat'));
    t.is(repeated.size, sample.size);
    t.is(repeated.truncated, sample.truncated);
    t.true(Math.abs(repeated.events - sample.events) < 5 * Math.sqrt(sample.size));
    t.true(repeated.rows.every(({ duration, entry }) => duration >= entry));
    const [curve, again] = [kaplanMeier(sample), kaplanMeier(repeated)];
    for (const time of [1, 5, 15, 40]) {
      t.true(Math.abs(survivalAt(curve, time) - survivalAt(again, time)) < 0.08, `at ${time}`);
    }
  });
}
