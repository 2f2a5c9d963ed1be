/** Reduces a step function to its exact mean for each time bucket, for a stream of unknown length. */

/** Buckets double in width when all are used, so a finished series has between 128 and 256 of them, unless it is short. */
export const MAX_BUCKETS = 256;
/** 1/64 s, in µs: after six doublings it is a whole second. */
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

/** Adds that the function has `value` from `from` to `to` (µs). */
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

/** Means of the buckets of [0, `end`). The last bucket may be shorter; its mean is that of its part. */
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
