/** Estimates that have a closed form, and samples that have no estimate. */
import test from 'ava';
import { maximizeNearby } from '../../../../src/core/distributions/estimating/maximize.ts';
import { type SeenDuration, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { FAMILIES } from '../../../../src/core/distributions/families/index.ts';

const estimatePareto = FAMILIES.pareto.fitting.candidates[0]!.estimate;
const [two, three] = FAMILIES.hyperexponential.fitting.candidates.map(({ estimate }) => estimate);

function ended(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: true }));
}

test('pareto: events ÷ Σ ln(duration ÷ the later of entry and first end)', (t) => {
  const seen: SeenDuration[] = [
    ...ended(2, 3, 8),
    { duration: 1, isEnded: false },
    { duration: 6, isEnded: false, entry: 4 },
    { duration: 9, isEnded: true, entry: 1 },
    { duration: 9, isEnded: true, entry: 1 },
  ];
  const sum = Math.log(3 / 2) + Math.log(8 / 2) + Math.log(6 / 4) + 2 * Math.log(9 / 2);
  const { shape, min } = estimatePareto(sampleOf(seen))!;
  t.is(min, 2);
  t.true(Math.abs(shape - 5 / sum) < 1e-14);
});

test('pareto: no estimate without two different ends above 0', (t) => {
  t.is(estimatePareto(sampleOf([{ duration: 3, isEnded: false }])), undefined);
  t.is(estimatePareto(sampleOf([...ended(3), { duration: 4, isEnded: false }])), undefined);
  t.is(estimatePareto(sampleOf(ended(3, 3))), undefined);
  t.is(estimatePareto(sampleOf(ended(0, 3))), undefined);
});

test('hyperexponential: phases that collapse into one give no estimate', (t) => {
  const exponential = Array.from({ length: 60 }, (_, index) => -10 * Math.log(1 - (index + 0.5) / 60));
  t.is(two!(sampleOf(ended(...exponential))), undefined);
  t.is(two!(sampleOf(ended(4))), undefined);
  const mixed = exponential.flatMap((value) => [value, 50 * value]);
  const { phases } = two!(sampleOf(ended(...mixed)))!;
  t.deepEqual(
    phases.map(({ mean }) => mean),
    phases.map(({ mean }) => mean).toSorted((a, b) => a - b),
  );
  t.true(Math.abs(phases[0]!.probability - 0.5) < 0.05);
  t.true(Math.abs(phases[0]!.mean / 9.8 - 1) < 0.15 && Math.abs(phases[1]!.mean / 490 - 1) < 0.15);
  t.is(three!(sampleOf(ended(...exponential))), undefined);
});

test('a search with known information takes the length of its differences from the units', (t) => {
  const narrow = ([x]: readonly number[]): number => -Math.cosh(1e3 * x!);
  const { at } = maximizeNearby(narrow, [5e-4], [1e-3], [[1e-6]]);
  t.true(Math.abs(at[0]!) < 1e-6);
});
