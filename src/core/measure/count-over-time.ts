/** Integrates a number of things over time: pods that wait to be bound, nodes without a pod. */
import { addProduct, type ExactSum, exactSum, sumOf } from './exact-sum.ts';
import type { CountFigures } from './figures.ts';
import { holdValue, quantileOfTime, type TimeDistribution, timeDistribution } from './time-distribution.ts';
import { bucketMeans, holdInSeries, type TimeSeries, timeSeries } from './time-series.ts';

export interface CountOverTime {
  number: number;
  since: number;
  max: number | null;
  readonly integral: ExactSum;
  readonly numbers: TimeDistribution;
  readonly series: TimeSeries;
}

export function countOverTime(): CountOverTime {
  return {
    number: 0,
    since: 0,
    max: null,
    integral: exactSum(),
    numbers: timeDistribution(65_536),
    series: timeSeries(),
  };
}

/** Changes the number from `at` (µs) on. */
export function changeCount(count: CountOverTime, at: number, difference: 1 | -1): void {
  advanceCount(count, at);
  count.number += difference;
}

function advanceCount(count: CountOverTime, at: number): void {
  const duration = at - count.since;
  if (duration <= 0) return;
  addProduct(count.integral, count.number, duration);
  holdValue(count.numbers, count.number, duration);
  holdInSeries(count.series, count.number, count.since, at);
  if (count.max === null || count.number > count.max) count.max = count.number;
  count.since = at;
}

/** Over [0, `end`). */
export function countFigures(count: CountOverTime, end: number): CountFigures {
  advanceCount(count, end);
  return {
    mean: end > 0 ? sumOf(count.integral) / end : null,
    p95: quantileOfTime(count.numbers, 0.95),
    max: count.max,
    end: count.number,
  };
}

/** Means per bucket. */
export function countSeries(count: CountOverTime, end: number): { width: number; means: number[] } {
  const means = bucketMeans(count.series, end);
  return { width: count.series.width, means };
}
