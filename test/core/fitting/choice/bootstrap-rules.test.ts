/** The rules by which a bootstrap stops, counts, and takes a part of a large sample. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { goodnessOfFit } from '../../../../src/core/fitting/choice/bootstrap.ts';
import { fitFamily, refitter } from '../../../../src/core/fitting/fit-family.ts';
import { completeSample, simulateWindow } from '../simulated-window.ts';

const TRUTH: FittedDistribution = { family: 'exponential', mean: 10 };

test('the p-value is enough ÷ repeats where it stops early, else (1 + as far) ÷ (1 + repeats)', (t) => {
  const sample = completeSample(TRUTH, 40, 1);
  const fit = fitFamily('exponential', sample)!;
  const run = (repeats: number, enough: number) =>
    goodnessOfFit(sample, fit, randomStream(1, 'stop'), repeats, enough);
  const all = run(60, Number.POSITIVE_INFINITY);
  t.is(all.repeats, 60);
  const asFar = Math.round(all.pValue * 61) - 1;
  t.true(asFar >= 5 && asFar < 60, `${asFar}`);
  t.is(all.pValue, (1 + asFar) / 61);
  const early = run(60, 5);
  t.true(early.repeats < 60);
  t.is(early.pValue, 5 / early.repeats);
  t.is(run(60, asFar).pValue, asFar / run(60, asFar).repeats);
  t.deepEqual(run(60, asFar + 1), all);
});

test('a large sample is repeated in part, and a wrong family is still rejected', (t) => {
  const right = completeSample(TRUTH, 900, 3);
  const wrong = completeSample({ family: 'weibull', shape: 1.4, scale: 10 }, 900, 3);
  const test = (sample: typeof right): number =>
    goodnessOfFit(sample, fitFamily('exponential', sample)!, randomStream(1, 'part'), 49, 50, 100).pValue;
  t.true(test(right) > 0.05);
  t.is(test(wrong), 1 / 50);
});

test('a true family of a large sample with late entries is not rejected', (t) => {
  const seen = simulateWindow({ distribution: TRUTH, window: 20, before: 200, count: 4000, seed: 3 });
  const sample = sampleOf(seen);
  t.true(sample.truncated > 50 && sample.size > 400);
  const fit = fitFamily('exponential', sample)!;
  const { pValue, repeats } = goodnessOfFit(sample, fit, randomStream(1, 'w'), 29, 30, 100);
  t.is(repeats, 29);
  t.true(pValue > 0.05, `${pValue}`);
});

for (const [candidate, truth, resolution] of [
  ['exponential', TRUTH, 0],
  ['weibull', { family: 'weibull', shape: 1.4, scale: 10 }, 1],
  ['lomax', { family: 'lomax', shape: 1.5, scale: 10 }, 0],
  ['uniform', { family: 'uniform', min: 2, max: 20 }, 1],
] as const) {
  test(`${candidate}: a refit of the sample itself gives its fit again`, (t) => {
    const seen = completeSample(truth, 200, 5).rows.flatMap(({ duration, count }) =>
      Array.from({ length: count }, () => ({
        duration: resolution > 0 ? Math.floor(duration) : duration,
        isEnded: true,
      })),
    );
    const sample = sampleOf(seen, resolution);
    const fit = fitFamily(candidate, sample)!;
    const again = refitter(fit, sample)(sample)! as unknown as Readonly<Record<string, number>>;
    for (const { name, value } of fit.parameters)
      t.true(Math.abs(again[name]! / value - 1) < 1e-6, `${name}: ${again[name]}, ${value}`);
  });

  test(`${candidate}: a refit of another sample is the fit of that sample`, (t) => {
    const at = (seed: number) =>
      sampleOf(
        completeSample(truth, 300, seed).rows.map(({ duration }) => ({
          duration: resolution > 0 ? Math.floor(duration) : duration,
          isEnded: true,
        })),
        resolution,
      );
    const [one, other] = [at(6), at(7)];
    const found = refitter(fitFamily(candidate, one)!, one)(other)! as unknown as Record<string, number>;
    for (const { name, value, standardError } of fitFamily(candidate, other)!.parameters) {
      const most = Number.isNaN(standardError) ? 1e-9 : 1e-2 * standardError;
      t.true(Math.abs(found[name]! - value) <= most, `${name}: ${found[name]}, ${value} ± ${standardError}`);
    }
  });
}
