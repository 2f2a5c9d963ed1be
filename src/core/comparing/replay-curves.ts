/** Keeps what one replay is over time, so that a page can lay several over each other. */
import type { Figures } from '../measure/figures.ts';
import { medianOf } from '../measure/median.ts';

export interface ReplayCurves {
  /** End of the window in µs. */
  readonly end: number;
  /** Width of a bucket in µs: a power of two times 1/64 s, so a wider one consists of whole narrower ones. */
  readonly bucket: number;
  /** Means over each bucket, by resource. */
  readonly resources: Figures['series']['resources'];
  readonly pending: readonly number[];
  readonly idleNodes: readonly number[];
}

export function replayCurves({ window, series }: Figures): ReplayCurves {
  const { bucket, resources, pending, idleNodes } = series;
  return { end: window.to, bucket, resources, pending, idleNodes };
}

/** The median of several replays, and the lowest and highest, in each bucket; null where none has a value. */
export interface BandOverTime {
  readonly median: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Buckets that all replays can have: as wide as the widest, up to the end of the longest. */
export interface CommonBuckets {
  readonly bucket: number;
  readonly count: number;
}

export function commonBuckets(replays: readonly ReplayCurves[]): CommonBuckets {
  const bucket = Math.max(1, ...replays.map((each) => each.bucket));
  return { bucket, count: Math.max(1, ...replays.map(({ end }) => Math.ceil(end / bucket))) };
}

/** Requested ÷ allocatable. */
export function useBand(
  replays: readonly ReplayCurves[],
  resource: string,
  buckets: CommonBuckets,
): BandOverTime {
  const shares = replays.map((replay) => {
    const { requested = [], allocatable = [] } = replay.resources[resource] ?? {};
    const offered = widerMeans(replay, allocatable, buckets);
    return widerMeans(replay, requested, buckets).map((amount, place) => {
      const whole = offered[place]!;
      return amount !== null && whole !== null && whole > 0 ? amount / whole : null;
    });
  });
  return bandOverTime(shares, buckets);
}

/** Pending pods, or nodes without a pod. */
export function countBand(
  replays: readonly ReplayCurves[],
  count: 'pending' | 'idleNodes',
  buckets: CommonBuckets,
): BandOverTime {
  return bandOverTime(
    replays.map((replay) => widerMeans(replay, replay[count], buckets)),
    buckets,
  );
}

/** Exact means over wider buckets; the last one of a replay may be shorter, and null stands after its end. */
function widerMeans(
  { end, bucket }: ReplayCurves,
  means: readonly number[],
  { bucket: wide, count }: CommonBuckets,
): (number | null)[] {
  const each = Math.round(wide / bucket);
  return Array.from({ length: count }, (_, place) => {
    const parts = means.slice(place * each, (place + 1) * each);
    const widths = parts.map((_mean, part) => Math.min(bucket, end - (place * each + part) * bucket));
    const whole = widths.reduce((sum, width) => sum + width, 0);
    return whole > 0 ? parts.reduce((sum, mean, part) => sum + mean * widths[part]!, 0) / whole : null;
  });
}

function bandOverTime(
  curves: readonly (readonly (number | null)[])[],
  { count }: CommonBuckets,
): BandOverTime {
  const sorted = Array.from({ length: count }, (_, place) =>
    curves
      .map((curve) => curve[place] ?? null)
      .filter((value) => value !== null)
      .toSorted((one, other) => one - other),
  );
  return {
    median: sorted.map(medianOf),
    low: sorted.map((values) => values[0] ?? null),
    high: sorted.map((values) => values.at(-1) ?? null),
  };
}
