/** Gaps: their number, and the length of their union. */
import test from 'ava';
import { addGap, gapTotal, gapUnion } from '../../../src/core/measure/gap-union.ts';
import fc from '../../seeded-properties.ts';

function unionOf(gaps: readonly (readonly [number, number])[]): { count: number; total: number } {
  const union = gapUnion();
  for (const [from, to] of gaps) addGap(union, from, to);
  return { count: union.count, total: gapTotal(union) };
}

test('gaps that overlap or touch count once in the total, and each in the number', (t) => {
  t.deepEqual(unionOf([]), { count: 0, total: 0 });
  t.deepEqual(unionOf([[2, 5]]), { count: 1, total: 3 });
  t.deepEqual(
    unionOf([
      [0, 5],
      [5, 7],
    ]),
    { count: 2, total: 7 },
  );
  t.deepEqual(
    unionOf([
      [0, 5],
      [6, 7],
    ]),
    { count: 2, total: 6 },
  );
  t.deepEqual(
    unionOf([
      [0, 5],
      [3, 7],
    ]),
    { count: 2, total: 7 },
  );
  t.deepEqual(
    unionOf([
      [4, 5],
      [1, 7],
    ]),
    { count: 2, total: 6 },
  );
});

test('a later gap may cover several earlier ones', (t) => {
  t.deepEqual(
    unionOf([
      [1, 2],
      [4, 5],
      [7, 8],
      [3, 9],
    ]),
    { count: 4, total: 7 },
  );
});

test('a gap that begins after its end has no length, and one before 0 begins at 0', (t) => {
  t.deepEqual(unionOf([[9, 5]]), { count: 1, total: 0 });
  t.deepEqual(unionOf([[-4, 5]]), { count: 1, total: 5 });
});

test('property: the total is the number of microseconds that lie in a gap', (t) => {
  const gap = fc.tuple(fc.nat(30), fc.nat(30)).map(([from, length]) => [from, from + length] as const);
  fc.assert(
    fc.property(fc.array(gap, { maxLength: 8 }), (gaps) => {
      const inOrder = [...gaps].sort((left, right) => left[1] - right[1]);
      const covered = Array.from({ length: 61 }, (_, at) => gaps.some(([from, to]) => from <= at && at < to));
      t.is(unionOf(inOrder).total, covered.filter(Boolean).length);
    }),
  );
});
