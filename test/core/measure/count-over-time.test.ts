/** The number of waiting pods over time. */
import test from 'ava';
import {
  changeCount,
  countFigures,
  countOverTime,
  countSeries,
} from '../../../src/core/measure/count-over-time.ts';

test('mean, p95, maximum and end of the queue are weighted with time', (t) => {
  const queue = countOverTime();
  changeCount(queue, 10, 1);
  changeCount(queue, 20, 1);
  changeCount(queue, 30, -1);
  t.deepEqual(countFigures(queue, 100), { mean: (10 + 20 + 70) / 100, p95: 2, max: 2, end: 1 });
});

test('p95 is the length that is not exceeded 95 % of the time', (t) => {
  const queue = countOverTime();
  changeCount(queue, 95, 1);
  t.is(countFigures(queue, 100).p95, 0);
  const longer = countOverTime();
  changeCount(longer, 94, 1);
  t.is(countFigures(longer, 100).p95, 1);
});

test('a length that lasts for no time is not a maximum', (t) => {
  const queue = countOverTime();
  changeCount(queue, 10, 1);
  changeCount(queue, 10, -1);
  t.deepEqual(countFigures(queue, 20), { mean: 0, p95: 0, max: 0, end: 0 });
});

test('a window without a length has no mean and no maximum', (t) => {
  t.deepEqual(countFigures(countOverTime(), 0), { mean: null, p95: null, max: null, end: 0 });
});

test('the series has the mean length of each bucket', (t) => {
  const queue = countOverTime();
  const { width } = queue.series;
  changeCount(queue, width / 5, 1);
  countFigures(queue, 2 * width);
  t.deepEqual(countSeries(queue, 2 * width), { width, means: [0.8, 1] });
});
