/** The curve is written with few quantiles, its restricted mean, and a tail beyond the longest duration. */
import test from 'ava';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { mean, quantile, survival } from '../../../../src/core/distributions/families/distribution.ts';
import { empiricalOf } from '../../../../src/core/fitting/choice/empirical-of.ts';
import { areaUnder } from '../../../../src/core/fitting/choice/watched-time.ts';
import { kaplanMeier } from '../../../../src/core/fitting/kaplan-meier.ts';
import fc from '../../../seeded-properties.ts';
import { completeSample, simulateWindow } from '../simulated-window.ts';

function ended(durations: readonly number[], cutOff: readonly number[] = []): Sample {
  return sampleOf([
    ...durations.map((duration) => ({ duration, isEnded: true })),
    ...cutOff.map((duration) => ({ duration, isEnded: false })),
  ]);
}

/** ∫ survival from 0 to `until` in equal steps. */
function areaOf(at: (time: number) => number, until: number): number {
  const steps = 50_000;
  let sum = 0;
  for (let index = 0; index < steps; index += 1) sum += at(((index + 0.5) * until) / steps);
  return (sum * until) / steps;
}

test('the distribution starts at the first end and ends at the last', (t) => {
  const { quantiles, tail } = empiricalOf(ended([2, 3, 5, 60]))!;
  t.deepEqual(quantiles[0], { probability: 0, value: 2 });
  t.deepEqual(quantiles.at(-1), { probability: 1, value: 60 });
  t.is(tail, undefined);
});

test('few ends are drawn as they were', (t) => {
  const distribution = empiricalOf(ended([1, 1, 4, 9]))!;
  t.deepEqual(
    [0.1, 0.4, 0.6, 0.8].map((u) => quantile(distribution, u)),
    [1, 1, 4, 9],
  );
});

for (const [what, law] of [
  ['heavy-tailed', { family: 'lomax', shape: 1.1, scale: 30 }],
  ['ordinary', { family: 'lognormal', mu: 3, sigma: 0.5 }],
] as const) {
  test(`forty quantiles keep the mean: ${what}`, (t) => {
    for (let seed = 0; seed < 5; seed += 1) {
      const sample = completeSample(law, 3000, seed);
      const distribution = empiricalOf(sample)!;
      t.true(distribution.quantiles.length <= 40);
      const seen = sample.rows.reduce((sum, { duration, count }) => sum + duration * count, 0) / sample.size;
      t.true(Math.abs(mean(distribution) / seen - 1) < 1e-3, `${mean(distribution)}, ${seen}`);
    }
  });
}

test('the restricted mean is kept with late entries and cut-off ends', (t) => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 5, max: 400 }), (seed, count) => {
      const truth = { family: 'weibull', shape: 0.6, scale: 20 } as const;
      const sample = sampleOf(
        simulateWindow({ distribution: truth, window: 40, before: 40, count, seed, resolution: 1 }),
        1,
      );
      const distribution = empiricalOf(sample);
      if (!distribution) return;
      const until = sample.rows.at(-1)!.duration;
      const seen = areaUnder(kaplanMeier(sample))(until);
      const written = areaOf((time) => survival(distribution, time), until);
      t.true(Math.abs(written - seen) <= 0.01 * seen, `${written}, ${seen}`);
      t.true(distribution.quantiles.length <= 40);
    }),
    { numRuns: 30 },
  );
});

test('up to the longest duration nothing ends that did not; beyond it comes an exponential tail', (t) => {
  const distribution = empiricalOf(ended([1, 2, 3, 4], [5, 5, 5, 5]))!;
  // Four ends in 30 seconds of observation.
  t.deepEqual(distribution.tail, { family: 'exponential', mean: 7.5 });
  t.true(Math.abs(survival(distribution, 4.99) - 0.5) < 1e-6);
  t.true(Math.abs(survival(distribution, 5 + 7.5) - 0.5 / Math.E) < 1e-6);
});

test('with ten ends or more, the tail has the rate of the last fifth of the ends', (t) => {
  const distribution = empiricalOf(ended([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [20, 20, 20, 20, 20]))!;
  // After 8 s: two ends in 1 + 2 + 5 × 12 = 63 seconds of observation.
  t.deepEqual(distribution.tail, { family: 'exponential', mean: 63 / 2 });
});

test('a heavy tail stays heavy beyond the window', (t) => {
  const sample = sampleOf(
    completeSample({ family: 'lomax', shape: 0.8, scale: 1 }, 4000, 2).rows.map(({ duration }) => ({
      duration: Math.min(duration, 200),
      isEnded: duration < 200,
      limit: 200,
    })),
  );
  const { tail } = empiricalOf(sample)!;
  t.is((tail as { readonly family: string }).family, 'lomax');
});

test('a curve that reaches 0 before pods enter that run longer is written without them', (t) => {
  const early = [1, 2, 3].map((duration) => ({ duration, isEnded: true, limit: 100 }));
  const late = [20, 30, 40, 50].map((duration) => ({ duration, isEnded: true, entry: 10, limit: 100 }));
  const { quantiles } = empiricalOf(sampleOf([...early, ...late]))!;
  t.true(quantiles.every(({ probability, value }) => Number.isFinite(probability) && Number.isFinite(value)));
  t.is(quantiles.at(-1)!.probability, 1);
});
