/** Variants compared figure by figure, seed by seed. */
import test from 'ava';
import { compareVariants, isShown, type MeasuredVariant } from '../../../src/core/comparing/comparison.ts';

function variant(name: string, waits: readonly (number | null)[], seeds = waits.map((_, index) => index)) {
  const reports = waits.map((value) => [{ figure: 'waiting.p95', unit: 'microseconds' as const, value }]);
  return { name, file: `${name}.yaml`, settings: '', seeds, reports } satisfies MeasuredVariant;
}

function differenceOf(...variants: readonly MeasuredVariant[]) {
  return compareVariants(variants).figures[0]!.variants.at(-1)!.difference;
}

test('the difference is the median over pairs of one seed, not the difference of the medians', (t) => {
  const difference = differenceOf(variant('a', [0, 10, 100]), variant('b', [5, 8, 200]));
  t.deepEqual(difference, { median: 5, interval: null, lower: 1, equal: 0, higher: 2 });
});

test('the base has no difference, and each variant keeps the values of its seeds', (t) => {
  const { base, figures, variants } = compareVariants([variant('a', [1, 3]), variant('b', [2, 4])]);
  t.is(base, 'a');
  t.deepEqual(variants, [
    { name: 'a', file: 'a.yaml', settings: '', seeds: [0, 1], kind: 'replay' },
    { name: 'b', file: 'b.yaml', settings: '', seeds: [0, 1], kind: 'replay' },
  ]);
  t.like(figures[0]!.variants[0], { variant: 'a', median: 2, values: [1, 3], difference: null });
  t.like(figures[0]!.variants[1], { variant: 'b', median: 3, values: [2, 4] });
});

test('a variant that is the same for every seed is one run, and has no interval', (t) => {
  const [base, same] = [variant('a', [], []), variant('b', [7, 7, 7, 7, 7])];
  const { variants, figures } = compareVariants([{ ...base, reports: variant('a', [5]).reports }, same]);
  t.deepEqual(variants[1]!.seeds, [0]);
  t.like(figures[0]!.variants[1], { values: [7], interval: null, difference: { median: 2, interval: null } });
  const drawn = variant('c', [1, 2, 3, 4, 5]);
  t.not(differenceOf(drawn, same)?.interval, null, 'the other side has a spread');
});

test('a recording is the other side of every seed', (t) => {
  const recorded = variant('recorded', [10], []);
  t.like(differenceOf(recorded, variant('b', [11, 12, 9])), { median: 1, lower: 1, higher: 2 });
  t.is(compareVariants([recorded, variant('b', [11])]).variants[0]!.kind, 'recording');
});

test('a seed in which a side lacks the figure is no pair', (t) => {
  t.like(differenceOf(variant('a', [1, null, 3]), variant('b', [2, 5, null])), { median: 1, higher: 1 });
  t.is(differenceOf(variant('a', [null]), variant('b', [2])), null);
});

test('a difference is shown where its interval leaves 0 out', (t) => {
  const base = variant('a', [1, 2, 3, 4, 5, 6]);
  t.true(isShown(differenceOf(base, variant('b', [2, 3, 4, 5, 6, 7]))!));
  t.false(isShown(differenceOf(base, variant('b', [2, 1, 4, 3, 6, 5]))!));
  t.false(isShown(differenceOf(variant('a', [1]), variant('b', [2]))!), 'no interval shows nothing');
});
