/** The distance of a fit from its sample, worked out by hand. */
import test from 'ava';
import { type SeenDuration, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../../../src/core/distributions/families/distribution.ts';
import { effectSize, farthest } from '../../../../src/core/fitting/choice/effect-size.ts';
import { kaplanMeier } from '../../../../src/core/fitting/kaplan-meier.ts';
import { stampedCdf } from '../../../../src/core/fitting/likelihood/stamped.ts';

const LAW: FittedDistribution = { family: 'exponential', mean: 2.5 };
const cdf = (x: number): number => 1 - Math.exp(-x / 2.5);

function ended(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: true }));
}

test('the distance is the largest on either side of a step, with the standard error there', (t) => {
  const { distance, standardErrors } = effectSize(sampleOf(ended(1, 2, 3, 4)), LAW);
  // The curve is at 0 before 1, at 0.25 before 2, at 0.5 before 3 and at 0.75 before 4.
  t.true(Math.abs(distance - cdf(1)) < 1e-12);
  const known = 0.75 * Math.sqrt(1 / (4 * 3));
  t.true(Math.abs(standardErrors - cdf(1) / known) < 1e-9, `${standardErrors}`);
});

test('the distance is found above a step as well', (t) => {
  const { distance } = effectSize(sampleOf(ended(0.1, 0.1, 0.1, 4)), LAW);
  t.true(Math.abs(distance - (0.75 - cdf(0.1))) < 1e-12);
});

test('where the curve reaches 0, the number of standard errors is 0', (t) => {
  const { distance, standardErrors } = effectSize(sampleOf(ended(0.1, 0.1)), LAW);
  t.true(Math.abs(distance - (1 - cdf(0.1))) < 1e-12);
  t.is(standardErrors, 0);
});

test('ratios divide the quantiles of the fit by those of the curve', (t) => {
  const { p50, p90, p99 } = effectSize(sampleOf(ended(1, 2, 3, 4)), LAW);
  t.true(Math.abs(p50! - (2.5 * Math.LN2) / 2) < 1e-12);
  t.true(Math.abs(p90! - (2.5 * Math.log(10)) / 4) < 1e-12);
  t.true(Math.abs(p99! - (2.5 * Math.log(100)) / 4) < 1e-12);
});

test('a ratio is undefined where the curve ends too early, or the quantile is 0', (t) => {
  const cut = effectSize(sampleOf([...ended(1, 2), { duration: 3, isEnded: false }]), LAW);
  t.true(cut.p50! > 0);
  t.is(cut.p90, undefined);
  t.is(cut.p99, undefined);
  t.is(effectSize(sampleOf(ended(0, 0, 0, 4)), LAW).p50, undefined);
});

test('with late entries, curve and fit are conditional on the start of the curve', (t) => {
  const sample = sampleOf(ended(6, 7, 8, 9).map((each) => ({ ...each, entry: 5 })));
  const { distance, p50 } = effectSize(sample, LAW);
  // An exponential distribution has no memory: the curve starts anew at 5.
  t.true(Math.abs(distance - cdf(1)) < 1e-12);
  t.true(Math.abs(p50! - (5 + 2.5 * Math.LN2) / 7) < 1e-12);
});

test('with rounded stamps, the fit counts whole ticks on both sides of a step', (t) => {
  const stamps = { tick: 1, isNarrow: true };
  const curve = kaplanMeier(sampleOf(ended(0, 1, 1, 6), 1));
  const upTo = stampedCdf(LAW, stamps);
  const start = upTo(curve.from);
  const fitted = (time: number): number => (upTo(time) - start) / (1 - start);
  t.is(start, 0);
  const gaps = [0.25 - fitted(0), 0.75 - fitted(1), 0.25 - fitted(0), 1 - fitted(6), 0.75 - fitted(5)];
  const { distance } = farthest(curve, LAW, stamps);
  t.true(Math.abs(distance - Math.max(...gaps.map(Math.abs))) < 1e-12, `${distance}`);
});

test('without cut-off durations, no p-value is above 2 exp(−2 n distance²)', (t) => {
  const sample = sampleOf(
    ended(...Array.from({ length: 100 }, (_, index) => -Math.log(1 - (index + 0.5) / 100))),
  );
  const { distance, pValueAtMost } = effectSize(sample, LAW);
  t.true(Math.abs(pValueAtMost / (2 * Math.exp(-200 * distance ** 2)) - 1) < 1e-9);
});
