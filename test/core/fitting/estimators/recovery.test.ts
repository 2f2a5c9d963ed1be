/** Fits recover the truth from windows as short as a lifetime (bench/fitting-recovery.ts does 500 runs; these are fewer). */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type {
  Candidate,
  FittedDistribution,
} from '../../../../src/core/distributions/families/distribution.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { simulateWindow } from '../simulated-window.ts';

const RUNS = 60;
const CASES: readonly (readonly [Candidate, FittedDistribution])[] = [
  ['exponential', { family: 'exponential', mean: 600 }],
  ['weibull', { family: 'weibull', shape: 0.7, scale: 474 }],
  ['lognormal', { family: 'lognormal', mu: 5.9, sigma: 1 }],
];

for (const [candidate, truth] of CASES) {
  test(`${candidate}: parameters are recovered within 3 % from stamps of whole seconds`, (t) => {
    const actual = truth as unknown as Readonly<Record<string, number>>;
    const sums = new Map<string, { sum: number; held: number }>();
    for (let seed = 0; seed < RUNS; seed += 1) {
      const seen = simulateWindow({
        distribution: truth,
        window: 600,
        before: 9000,
        count: 6000,
        seed,
        resolution: 1,
      });
      for (const { name, value, low, high } of fitFamily(candidate, sampleOf(seen, 1))!.parameters) {
        const total = sums.get(name) ?? { sum: 0, held: 0 };
        total.sum += value / RUNS;
        if (low <= actual[name]! && actual[name]! <= high) total.held += 1;
        sums.set(name, total);
      }
    }
    for (const [name, { sum, held }] of sums) {
      t.true(Math.abs(sum / actual[name]! - 1) < 0.03, `${name}: ${sum} on average`);
      t.true(held >= 0.87 * RUNS, `${name}: inside ${held} of ${RUNS} intervals`);
    }
  });
}

test('a fit that ignores late entries doubles the mean', (t) => {
  const truth: FittedDistribution = { family: 'exponential', mean: 600 };
  const seen = simulateWindow({ distribution: truth, window: 600, before: 9000, count: 20_000, seed: 1 });
  const [right, wrong] = [seen, seen.map((each) => ({ ...each, entry: 0 }))].map(
    (sample) => fitFamily('exponential', sampleOf(sample))!.parameters[0]!.value,
  );
  t.true(Math.abs(right! / 600 - 1) < 0.06, `${right}`);
  t.true(wrong! > 1.8 * 600, `${wrong}`);
});

test('a fit of only complete lifetimes gives a third of the mean', (t) => {
  const truth: FittedDistribution = { family: 'exponential', mean: 600 };
  const seen = simulateWindow({ distribution: truth, window: 600, before: 9000, count: 20_000, seed: 1 });
  const complete = sampleOf(seen.filter(({ isEnded, entry }) => isEnded && entry === 0));
  t.true(fitFamily('exponential', complete)!.parameters[0]!.value < 0.35 * 600);
});
