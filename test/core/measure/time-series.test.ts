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
