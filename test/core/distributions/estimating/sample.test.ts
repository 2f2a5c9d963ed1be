/** A sample merges, orders and leaves out durations by its rules. */
import test from 'ava';
import { exposure } from '../../../../src/core/distributions/estimating/exposure.ts';
import {
  byDuration,
  medianOfEvents,
  type Sample,
  type SeenDuration,
  sampleOf,
  sampleOfRows,
} from '../../../../src/core/distributions/estimating/sample.ts';
import fc from '../../../seeded-properties.ts';

function rowsOf({ rows }: Sample): (readonly [number, boolean, number, number])[] {
  return rows.map(({ duration, isEnded, entry, count }) => [duration, isEnded, entry, count]);
}

function ended(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: true }));
}

test('rows are in the order of duration, ends first, then entry, and equal rows are one', (t) => {
  const sample = sampleOf([
    { duration: 5, isEnded: false },
    { duration: 5, isEnded: true, entry: 2 },
    { duration: 5, isEnded: true },
    { duration: 5, isEnded: true, entry: 2 },
    { duration: 3, isEnded: false, entry: 1 },
  ]);
  t.deepEqual(rowsOf(sample), [
    [3, false, 1, 1],
    [5, true, 0, 1],
    [5, true, 2, 2],
    [5, false, 0, 1],
  ]);
  t.deepEqual([sample.size, sample.events, sample.truncated], [5, 3, 3]);
  t.is(exposure(sample), 2 + 5 + 3 + 3 + 5);
});

test('rows without late entries are those of the same durations in the order of rows', (t) => {
  const seen = fc.array(fc.record({ duration: fc.integer({ min: 1, max: 40 }), isEnded: fc.boolean() }), {
    maxLength: 150,
  });
  fc.assert(
    fc.property(seen, (durations) => {
      const sample = sampleOf(durations);
      const rows = durations.map((each) => ({ ...each, entry: 0, count: 1 })).sort(byDuration);
      t.deepEqual(sample, sampleOfRows(rows, sample.windows, 0));
    }),
  );
});

test('the limit is that of the window, else the cut-off duration, else infinity', (t) => {
  const { windows } = sampleOf([
    { duration: 5, isEnded: false },
    { duration: 4, isEnded: true },
    { duration: 3, isEnded: true, limit: 9, entry: 1 },
  ]);
  t.deepEqual(windows, [
    { entry: 0, limit: 5 },
    { entry: 0, limit: Number.POSITIVE_INFINITY },
    { entry: 1, limit: 9 },
  ]);
});

test('durations without information are left out', (t) => {
  const seen = [
    ...ended(Number.NaN, -1, Number.POSITIVE_INFINITY),
    { duration: 3, isEnded: true, entry: -1 },
    { duration: 3, isEnded: true, entry: 3 },
    { duration: 3, isEnded: false, entry: 3 },
    { duration: 0, isEnded: false },
    { duration: 0, isEnded: true },
  ];
  t.deepEqual(rowsOf(sampleOf(seen)), [[0, true, 0, 1]]);
  t.deepEqual(rowsOf(sampleOf(seen, 1)), [
    [0, true, 0, 1],
    [3, true, 3, 1],
  ]);
});

test('times in ticks shorter than 1 are rounded to whole ticks where they nearly are', (t) => {
  const third = { duration: 0.1 + 0.2, isEnded: true, entry: 0.1 + 0.1 + 0.1 - 0.2, limit: 0.7 + 0.1 };
  const [row] = sampleOf([third], 0.1).rows;
  t.is(row!.duration, 3 * 0.1);
  t.is(row!.entry, 0.1);
  t.is(sampleOf([third], 0.1).windows[0]!.limit, 8 * 0.1);
  t.is(sampleOf([third]).rows[0]!.entry, third.entry);
  t.is(sampleOf(ended(0.34), 0.1).rows[0]!.duration, 0.34);
  t.is(sampleOf(ended(0.1 + 0.2, 0.3), 0.1).rows.length, 1);
  t.is(sampleOf(ended(3.0000000001), 1).rows[0]!.duration, 3.0000000001);
});

test('the median is the first end with half of the ends up to it', (t) => {
  t.is(medianOfEvents(sampleOf(ended(1, 2, 3, 4))), 2);
  t.is(medianOfEvents(sampleOf(ended(1, 2, 3))), 2);
  t.is(medianOfEvents(sampleOf([...ended(1, 5, 5), { duration: 2, isEnded: false }])), 5);
  t.is(medianOfEvents(sampleOf([...ended(1, 9), { duration: 0.5, isEnded: false }])), 1);
  t.is(medianOfEvents(sampleOf([{ duration: 2, isEnded: false }])), 0);
});
