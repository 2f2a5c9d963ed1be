/** Summarises the durations of many pods in the figures of a table: n, mean, nearest-rank percentiles and maximum. */

import type { DurationSummary } from './duration-summary.ts';
import { addValue, exactSum, sumOf } from './exact-sum.ts';

/** Summarises durations in µs. Without durations, every figure but n is null. */
export function summariseDurations(durations: readonly number[]): DurationSummary {
  const n = durations.length;
  const sorted = Float64Array.from(durations).sort();
  return {
    n,
    mean: n === 0 ? null : total(sorted) / n,
    p50: nearestRank(sorted, 50),
    p90: nearestRank(sorted, 90),
    p95: nearestRank(sorted, 95),
    p99: nearestRank(sorted, 99),
    max: sorted.at(-1) ?? null,
  };
}

/** A function of its own: V8 compiles its loop while it runs, and what follows a loop in the same function is not known then. */
function total(durations: Float64Array): number {
  const sum = exactSum();
  for (let index = 0; index < durations.length; index += 1) addValue(sum, durations[index]!);
  return sumOf(sum);
}

/**
 * The nearest-rank percentile: the value at rank ⌈percent/100 × n⌉, counted from 1. It is always one of the values.
 *
 * @param sorted ascending.
 * @param percent an integer from 1 to 100.
 */
export function nearestRank(sorted: Float64Array, percent: number): number | null {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
}
