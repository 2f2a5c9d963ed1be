/** Percentiles: nearest rank, always one of the values. */
import test from 'ava';
import { nearestRank, summariseDurations } from '../../../src/core/measure/duration-percentiles.ts';
import fc from '../../seeded-properties.ts';

test('percentiles are those of the textbook example', (t) => {
  const sorted = Float64Array.of(15, 20, 35, 40, 50);
  t.deepEqual(
    [5, 30, 40, 50, 100].map((percent) => nearestRank(sorted, percent)),
    [15, 20, 20, 35, 50],
  );
});

test('a percentile is the smallest value with enough values at or below it', (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const sorted = Float64Array.from(values).sort();
      const found = nearestRank(sorted, percent) ?? Number.NaN;
      const notAbove = (limit: number) => values.filter((value) => value <= limit).length;
      t.true(values.includes(found));
      t.true(notAbove(found) * 100 >= percent * values.length);
      const smaller = values.filter((value) => value < found);
      if (smaller.length > 0) t.true(notAbove(Math.max(...smaller)) * 100 < percent * values.length);
    }),
  );
});

test('a summary has n and the mean; an empty one has no percentiles', (t) => {
  t.like(summariseDurations([3, 1, 2]), { n: 3, mean: 2, p50: 2, max: 3 });
  t.deepEqual(summariseDurations([]), {
    n: 0,
    mean: null,
    p50: null,
    p90: null,
    p95: null,
    p99: null,
    max: null,
  });
});
