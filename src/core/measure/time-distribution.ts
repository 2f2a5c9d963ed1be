/** Records how long a step function has each value, for exact quantiles of time. */

/** Time per distinct value. Memory is bounded: see {@link holdValue}. */
export interface TimeDistribution {
  readonly times: Map<number, number>;
  /** Most distinct values kept exactly. */
  readonly limit: number;
  /** 0 while exact; else values are kept rounded up to 1/grid. */
  grid: number;
}

/** @param limit number of distinct values, above which values are rounded up to multiples of 1/limit or coarser. */
export function timeDistribution(limit: number): TimeDistribution {
  return { times: new Map(), limit, grid: 0 };
}

/** Adds that the function has `value` for `duration` µs. Beyond the limit of distinct values, values are rounded up. */
export function holdValue(distribution: TimeDistribution, value: number, duration: number): void {
  const { times } = distribution;
  const key = distribution.grid === 0 ? value : roundUp(value, distribution.grid);
  times.set(key, (times.get(key) ?? 0) + duration);
  if (times.size > distribution.limit) coarsen(distribution);
}

/** The smallest value that the function does not exceed for at least `share` of the time (nearest rank in time); null without values. */
export function quantileOfTime(distribution: TimeDistribution, share: number): number | null {
  const values = Float64Array.from(distribution.times.keys()).sort();
  let total = 0;
  for (const duration of distribution.times.values()) total += duration;
  let below = 0;
  for (const value of values) {
    below += distribution.times.get(value) ?? 0;
    if (below >= share * total) return value;
  }
  return values.at(-1) ?? null;
}

function roundUp(value: number, grid: number): number {
  return Math.ceil(value * grid) / grid;
}

/** Halves the grid until at most half of the limit is in use, so that coarsening is rare. */
function coarsen(distribution: TimeDistribution): void {
  const { times, limit } = distribution;
  let grid = distribution.grid === 0 ? limit : distribution.grid / 2;
  for (;;) {
    const merged = new Map<number, number>();
    for (const [value, duration] of times) {
      const key = roundUp(value, grid);
      merged.set(key, (merged.get(key) ?? 0) + duration);
    }
    if (merged.size <= limit / 2) {
      times.clear();
      for (const [value, duration] of merged) times.set(value, duration);
      distribution.grid = grid;
      return;
    }
    grid /= 2;
  }
}
