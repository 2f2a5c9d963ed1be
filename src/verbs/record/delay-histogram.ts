/** Counts delays of any number of events in bounded memory: in steps of 1 ms, from 10 s on in steps of 0.1 s. */
import type { LagSummary } from '../../core/recording/run-quality.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';

export interface DelayHistogram {
  add(delay: Microseconds): void;
  /** Quantiles by nearest rank, rounded up to the step. */
  summary(): LagSummary;
}

const FINE: Microseconds = 1_000;
const COARSE: Microseconds = 100_000;
const COARSE_FROM: Microseconds = 10_000_000;

export function createDelayHistogram(): DelayHistogram {
  const counts = new Map<Microseconds, number>();
  let n = 0;
  return {
    add(delay) {
      const width = delay < COARSE_FROM ? FINE : COARSE;
      const bucket = Math.ceil(Math.max(0, delay) / width) * width;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      n += 1;
    },
    summary() {
      const buckets = [...counts].sort(([one], [other]) => one - other);
      const rank = (percent: number): Microseconds => {
        let below = 0;
        for (const [bucket, count] of buckets) {
          below += count;
          if (below >= Math.ceil((percent * n) / 100)) return bucket;
        }
        return 0;
      };
      return { n, p50: rank(50), p95: rank(95), p99: rank(99), max: buckets.at(-1)?.[0] ?? 0 };
    },
  };
}
