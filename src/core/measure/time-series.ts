/** A step function as exact means per time bucket, for a stream whose length is not known beforehand. */

/** Buckets double in width when they run out, so a finished series has between half of this and all of it (unless it is short). */
export const MAX_BUCKETS = 256;
/** 1/64 s: doubling passes through whole seconds. */
const FIRST_WIDTH = 15_625;

export interface TimeSeries {
  /** Width of a bucket in µs. */
  width: number;
  /** value × µs per bucket. */
  readonly integrals: Float64Array;
}

export function timeSeries(): TimeSeries {
  return { width: FIRST_WIDTH, integrals: new Float64Array(MAX_BUCKETS) };
}

/** Adds that the function stood at `value` from `from` to `to` (µs). */
export function holdInSeries(series: TimeSeries, value: number, from: number, to: number): void {
  reach(series, to);
  if (value === 0) return;
  const { width, integrals } = series;
  let index = Math.floor(from / width);
  let start = from;
  while (start < to) {
    const end = Math.min(to, (index + 1) * width);
    integrals[index] = (integrals[index] ?? 0) + value * (end - start);
    start = end;
    index += 1;
  }
}

/** Means per bucket over [0, `end`); the last bucket may be shorter and is the mean of what there is of it. */
export function bucketMeans(series: TimeSeries, end: number): number[] {
  reach(series, end);
  const { width, integrals } = series;
  const means: number[] = [];
  for (let start = 0, index = 0; start < end; start += width, index += 1) {
    means.push((integrals[index] ?? 0) / (Math.min(end, start + width) - start));
  }
  return means;
}

function reach(series: TimeSeries, end: number): void {
  while (end > series.width * MAX_BUCKETS) {
    const { integrals } = series;
    for (let index = 0; index < MAX_BUCKETS / 2; index += 1) {
      integrals[index] = (integrals[2 * index] ?? 0) + (integrals[2 * index + 1] ?? 0);
    }
    integrals.fill(0, MAX_BUCKETS / 2);
    series.width *= 2;
  }
}
