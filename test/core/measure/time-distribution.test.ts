/** Quantiles of time, exact and beyond the limit of distinct values. */
import test from 'ava';
import { holdValue, quantileOfTime, timeDistribution } from '../../../src/core/measure/time-distribution.ts';

test('the quantile of time weights each value with its duration', (t) => {
  const distribution = timeDistribution(100);
  holdValue(distribution, 0.5, 90);
  holdValue(distribution, 0.9, 5);
  holdValue(distribution, 0.1, 5);
  t.is(quantileOfTime(distribution, 0.95), 0.5);
  t.is(quantileOfTime(distribution, 0.96), 0.9);
});

test('a distribution without values has no quantile', (t) => {
  t.is(quantileOfTime(timeDistribution(100), 0.95), null);
});

test('beyond the limit of values, a quantile is at most one grid step too high', (t) => {
  const limit = 64;
  const distribution = timeDistribution(limit);
  const values = Array.from({ length: 5000 }, (_, number) => ((number * 2_654_435_761) % 4096) / 4096);
  for (const value of values) holdValue(distribution, value, 1);
  const exact = values.sort((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? 0;
  const found = quantileOfTime(distribution, 0.95) ?? 0;
  t.true(distribution.size <= limit);
  t.true(found >= exact && found <= exact + 1 / distribution.grid, `${found} for ${exact}`);
});
