/** Integrates the number of pods that wait to be bound. */
import { addProduct, type ExactSum, exactSum, sumOf } from './exact-sum.ts';
import type { QueueFigures } from './figures.ts';
import { holdValue, quantileOfTime, type TimeDistribution, timeDistribution } from './time-distribution.ts';
import { bucketMeans, holdInSeries, type TimeSeries, timeSeries } from './time-series.ts';

export interface QueueLength {
  length: number;
  since: number;
  max: number | null;
  readonly integral: ExactSum;
  readonly lengths: TimeDistribution;
  readonly series: TimeSeries;
}

export function queueLength(): QueueLength {
  return {
    length: 0,
    since: 0,
    max: null,
    integral: exactSum(),
    lengths: timeDistribution(65_536),
    series: timeSeries(),
  };
}

/** Changes the length of the queue from `at` (µs) on. */
export function changeQueue(queue: QueueLength, at: number, difference: 1 | -1): void {
  advanceQueue(queue, at);
  queue.length += difference;
}

function advanceQueue(queue: QueueLength, at: number): void {
  const duration = at - queue.since;
  if (duration <= 0) return;
  addProduct(queue.integral, queue.length, duration);
  holdValue(queue.lengths, queue.length, duration);
  holdInSeries(queue.series, queue.length, queue.since, at);
  if (queue.max === null || queue.length > queue.max) queue.max = queue.length;
  queue.since = at;
}

/** Over [0, `end`). */
export function queueFigures(queue: QueueLength, end: number): QueueFigures {
  advanceQueue(queue, end);
  return {
    mean: end > 0 ? sumOf(queue.integral) / end : null,
    p95: quantileOfTime(queue.lengths, 0.95),
    max: queue.max,
    end: queue.length,
  };
}

/** Mean length per bucket. */
export function queueSeries(queue: QueueLength, end: number): { width: number; means: number[] } {
  const means = bucketMeans(queue.series, end);
  return { width: queue.series.width, means };
}
