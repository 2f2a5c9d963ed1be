/** Reduces step functions to exact figures for each bucket of time: the mean, and the lowest and highest value that lasted. */

/** Equal buckets over [0, `end`). */
export interface TimeGrid {
  /** In µs. */
  readonly end: number;
  readonly count: number;
}

/** A part of an amount: what is requested of what is allocatable. */
export interface ShareCurve {
  requested: number;
  allocatable: number;
  since: number;
  /** amount × µs by bucket. */
  readonly used: Float64Array;
  readonly offered: Float64Array;
  /** Of the share; NaN where nothing was offered. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function shareCurve({ count }: TimeGrid): ShareCurve {
  return {
    requested: 0,
    allocatable: 0,
    since: 0,
    used: new Float64Array(count),
    offered: new Float64Array(count),
    low: new Float64Array(count).fill(Number.NaN),
    high: new Float64Array(count).fill(Number.NaN),
  };
}

/** Changes both amounts at `at`; what they were holds until then. */
export function changeShare(
  curve: ShareCurve,
  grid: TimeGrid,
  at: number,
  requested: number,
  allocatable: number,
): void {
  settleShare(curve, grid, at);
  curve.requested += requested;
  curve.allocatable += allocatable;
}

/** Counts the amounts as they are up to `at`. */
export function settleShare(curve: ShareCurve, grid: TimeGrid, at: number): void {
  const { requested, allocatable, since, used, offered, low, high } = curve;
  if (requested !== 0 || allocatable !== 0) {
    const share = allocatable > 0 ? requested / allocatable : Number.NaN;
    eachBucket(grid, since, at, (bucket, time) => {
      used[bucket]! += requested * time;
      offered[bucket]! += allocatable * time;
      if (Number.isNaN(share)) return;
      if (!(low[bucket]! <= share)) low[bucket] = share;
      if (!(high[bucket]! >= share)) high[bucket] = share;
    });
  }
  curve.since = at;
}

/** Requested ÷ allocatable over each bucket; null where nothing was offered. */
export function shareMeans({ used, offered }: ShareCurve): (number | null)[] {
  return Array.from(used, (amount, bucket) => (offered[bucket]! > 0 ? amount / offered[bucket]! : null));
}

export interface CountCurve {
  value: number;
  since: number;
  readonly area: Float64Array;
  readonly high: Float64Array;
}

export function countCurve({ count }: TimeGrid): CountCurve {
  return { value: 0, since: 0, area: new Float64Array(count), high: new Float64Array(count) };
}

/** @param difference - 0 settles the count up to `at`. */
export function stepCount(curve: CountCurve, grid: TimeGrid, at: number, difference: number): void {
  const { value, since, area, high } = curve;
  if (value !== 0) {
    eachBucket(grid, since, at, (bucket, time) => {
      area[bucket]! += value * time;
      if (value > high[bucket]!) high[bucket] = value;
    });
  }
  curve.value += difference;
  curve.since = at;
}

export function countMeans({ area }: CountCurve, { end, count }: TimeGrid): number[] {
  return Array.from(area, (sum) => (sum * count) / end);
}

export function bucketOf({ end, count }: TimeGrid, at: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((at / end) * count)));
}

/** Calls for each bucket that [from, to) touches, with the µs of it in the bucket. */
function eachBucket(
  grid: TimeGrid,
  from: number,
  to: number,
  visit: (bucket: number, time: number) => void,
): void {
  if (to <= from) return;
  const width = grid.end / grid.count;
  for (let bucket = bucketOf(grid, from); bucket < grid.count; bucket += 1) {
    const begin = Math.max(from, bucket * width);
    const end = bucket === grid.count - 1 ? to : Math.min(to, (bucket + 1) * width);
    if (begin >= to) break;
    if (end > begin) visit(bucket, end - begin);
  }
}
