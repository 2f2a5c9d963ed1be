/** The time under observation, by the curve and by a family. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../../../src/core/distributions/families/distribution.ts';
import { watchedTime } from '../../../../src/core/fitting/choice/watched-time.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { completeSample, simulateWindow } from '../simulated-window.ts';

test('without a window it is the mean, with the standard error of a mean', (t) => {
  const sample = completeSample({ family: 'exponential', mean: 20 }, 400, 1);
  const durations = sample.rows.flatMap(({ duration, count }) => Array<number>(count).fill(duration));
  const average = durations.reduce((sum, each) => sum + each, 0) / 400;
  const variance = durations.reduce((sum, each) => sum + (each - average) ** 2, 0) / 400;
  const { seen, standardError } = watchedTime(sample, { family: 'exponential', mean: 20 });
  t.true(Math.abs(seen - average) < 1e-9);
  t.true(Math.abs(standardError / Math.sqrt(variance / 400) - 1) < 0.01);
});

for (const resolution of [0, 1]) {
  test(`a true family keeps it within its standard error, ${resolution ? 'stamped' : 'exact'}`, (t) => {
    const truth: FittedDistribution = { family: 'weibull', shape: 0.7, scale: 30 };
    let within = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const seen = simulateWindow({
        distribution: truth,
        window: 40,
        before: 100,
        count: 1500,
        seed,
        resolution,
      });
      const watched = watchedTime(sampleOf(seen, resolution), truth);
      if (Math.abs(watched.fitted - watched.seen) < 2 * watched.standardError + resolution / 2) within += 1;
    }
    t.true(within >= 33, `${within} of 40`);
  });
}

test('a wrong family misses it', (t) => {
  const sample = completeSample({ family: 'lognormal', mu: 3, sigma: 2 }, 2000, 4);
  const { fitted, seen, standardError } = watchedTime(sample, fitFamily('weibull', sample)!.distribution);
  t.true(Math.abs(fitted - seen) > 2 * standardError || Math.abs(fitted / seen - 1) > 0.05);
});
