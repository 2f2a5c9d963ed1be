/** Collects wall times of many events and summarises them at any moment. Sorts only the new ones. */
import { nearestRank } from '../../../core/measure/duration-percentiles.ts';
import type { LagSummary } from '../../../core/recording/run-quality.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';

export interface WallSamples {
  add(duration: Microseconds): void;
  /** Nearest-rank percentiles of all samples so far; zeros where there are none. O(n + k log k) for k new ones since the last call. */
  summary(): LagSummary;
}

export function wallSamples(): WallSamples {
  let sorted = new Float64Array(0);
  let fresh: number[] = [];
  return {
    add: (duration) => fresh.push(duration),
    summary() {
      if (fresh.length > 0) {
        sorted = merge(sorted, Float64Array.from(fresh).sort());
        fresh = [];
      }
      const rank = (percent: number): number => nearestRank(sorted, percent) ?? 0;
      return { n: sorted.length, p50: rank(50), p95: rank(95), p99: rank(99), max: sorted.at(-1) ?? 0 };
    },
  };
}

function merge(left: Float64Array, right: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(left.length + right.length);
  let [fromLeft, fromRight] = [0, 0];
  for (let index = 0; index < merged.length; index += 1) {
    const takesLeft =
      fromRight >= right.length || (fromLeft < left.length && left[fromLeft]! <= right[fromRight]!);
    merged[index] = takesLeft ? left[fromLeft++]! : right[fromRight++]!;
  }
  return merged;
}
