/** Buckets double in width: integrals stay exact, and the number of buckets stays bounded. */
import test from 'ava';
import { bucketMeans, holdInSeries, MAX_BUCKETS, timeSeries } from '../../../src/core/measure/time-series.ts';

test('a bucket is the exact mean of its values', (t) => {
  const series = timeSeries();
  const { width } = series;
  holdInSeries(series, 4, 0, width / 5);
  holdInSeries(series, 1, width, 2.5 * width);
  t.deepEqual(bucketMeans(series, 2.5 * width), [0.8, 1, 1]);
});

test('a series of any length has between half of the buckets and all of them', (t) => {
  for (const length of [1e7, 86_400e6, 1.3e13]) {
    const series = timeSeries();
    for (let from = 0; from < length; from += length / 1000)
      holdInSeries(series, 3, from, from + length / 1000);
    const means = bucketMeans(series, length);
    t.true(means.length > MAX_BUCKETS / 2 && means.length <= MAX_BUCKETS, `${means.length} buckets`);
    t.true(means.every((mean) => Math.abs(mean - 3) < 1e-9));
  }
});

test('a value across buckets counts in each with its part', (t) => {
  const series = timeSeries();
  const { width } = series;
  holdInSeries(series, 4, width / 4, 2 * width + width / 4);
  t.deepEqual(bucketMeans(series, 2 * width + width / 2), [3, 4, 2]);
});

test('buckets double in width as soon as all are used, and keep their sums', (t) => {
  const series = timeSeries();
  const { width } = series;
  holdInSeries(series, 1, 0, MAX_BUCKETS * width);
  t.is(series.width, width);
  holdInSeries(series, 3, MAX_BUCKETS * width, (MAX_BUCKETS + 1) * width);
  t.is(series.width, 2 * width);
  const means = bucketMeans(series, (MAX_BUCKETS + 1) * width);
  t.is(means.length, MAX_BUCKETS / 2 + 1);
  t.true(means.slice(0, -1).every((mean) => mean === 1));
  t.is(means.at(-1), 3);
});

test('a value of 0 moves the end of the series on', (t) => {
  const series = timeSeries();
  const { width } = series;
  holdInSeries(series, 0, 0, MAX_BUCKETS * width + 1);
  t.is(series.width, 2 * width);
});
