/** Bisection gives the same answer as an evaluation of every step, with few evaluations. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../../../src/core/distributions/families/distribution.ts';
import type { Exponential } from '../../../../src/core/distributions/families/exponential.ts';
import { distanceOf, isAsFar } from '../../../../src/core/fitting/choice/as-far.ts';
import { farthest } from '../../../../src/core/fitting/choice/effect-size.ts';
import { kaplanMeier, reachedCurve } from '../../../../src/core/fitting/kaplan-meier.ts';
import { stampsOf } from '../../../../src/core/fitting/likelihood/log-likelihood.ts';
import fc from '../../../seeded-properties.ts';
import { completeSample, simulateWindow } from '../simulated-window.ts';

const LAWS: readonly FittedDistribution[] = [
  { family: 'exponential', mean: 20 },
  { family: 'weibull', shape: 0.7, scale: 15 },
  { family: 'lognormal', mu: 2.5, sigma: 1 },
];

for (const [what, before, resolution] of [
  ['exact', 0, 0],
  ['late and exact', 100, 0],
  ['stamped', 0, 1],
  ['late and stamped', 100, 1],
] as const) {
  test(`as far means a distance at least as large: ${what}`, (t) => {
    const truth = LAWS[1]!;
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 3, max: 200 }),
        fc.nat(LAWS.length - 1),
        (seed, count, law) => {
          const seen = simulateWindow({ distribution: truth, window: 30, before, count, seed, resolution });
          const sample = sampleOf(seen, resolution);
          if (sample.events === 0) return;
          const [curve, stamps] = [reachedCurve(sample), stampsOf(sample)];
          const { distance } = farthest(kaplanMeier(sample), LAWS[law]!, stamps);
          const same = distanceOf(curve, LAWS[law]!, stamps);
          t.true(Math.abs(same - distance) < 1e-12);
          const asked = [distance * (1 - 1e-9), distance * 0.7, distance * (1 + 1e-9), distance * 1.3];
          t.deepEqual(
            asked.map((each) => isAsFar(curve, LAWS[law]!, stamps, each)),
            [true, true, false, false],
          );
        },
      ),
      { numRuns: 60 },
    );
  });
}

test('fewer than a hundred of a thousand steps are evaluated', (t) => {
  const sample = completeSample({ family: 'exponential', mean: 1 }, 1000, 1);
  let asked = 0;
  const counting: Exponential = {
    family: 'exponential',
    get mean() {
      asked += 1;
      return 1;
    },
  };
  const { distance } = farthest(kaplanMeier(sample), { family: 'exponential', mean: 1 }, undefined);
  isAsFar(reachedCurve(sample), counting, undefined, 1.5 * distance);
  t.log(`${asked} of 1000`);
  t.true(asked < 100);
});
