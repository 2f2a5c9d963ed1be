/** Records how long a step function has each value, for exact quantiles of time. */

/**
 * Time per distinct value. Memory is bounded: see {@link holdValue}. A few values are a list; more are a hash table with open addresses, in
 * arrays of numbers, because a map of numbers makes an object of each.
 */
export interface TimeDistribution {
  /** Number of distinct values. */
  size: number;
  /** Most distinct values kept exactly. */
  readonly limit: number;
  /** 0 while exact; else values are kept rounded up to 1/grid. */
  grid: number;
  /** Value, duration, value, duration … in the order of their first occurrence; unused once there is a table. */
  few: number[];
  /** The largest value of `few`: a larger one is new without a look at the others. */
  most: number;
  /** As in `few`, at even places that their hashes decide; NaN where there is none. */
  table: Float64Array | undefined;
}

/** Most distinct values of a list. A node of a long replay has 20 to 60, and to compare 48 numbers takes no longer than a table waits for memory. */
const FEW = 48;

/** @param limit number of distinct values, above which values are rounded up to multiples of 1/limit or coarser. */
export function timeDistribution(limit: number): TimeDistribution {
  return { size: 0, limit, grid: 0, few: [], most: Number.NEGATIVE_INFINITY, table: undefined };
}

export function copyDistribution(of: TimeDistribution): TimeDistribution {
  return { ...of, few: of.few.slice(), table: of.table?.slice() };
}

/** Adds that the function has `value` for `duration` µs. Beyond the limit of distinct values, values are rounded up. */
export function holdValue(distribution: TimeDistribution, value: number, duration: number): void {
  const { table, grid } = distribution;
  // −0 is 0.
  const key = (grid === 0 ? value : roundUp(value, grid)) + 0;
  if (table) addToTable(distribution, table, key, duration);
  else addToFew(distribution, key, duration);
}

/** The smallest value that the function does not exceed for at least `share` of the time (nearest rank in time); null without values. */
export function quantileOfTime(distribution: TimeDistribution, share: number): number | null {
  const { size } = distribution;
  if (size === 1 && !distribution.table) return distribution.few[0]!;
  const values = new Float64Array(size);
  const total = takeValues(pairsOf(distribution), values);
  return firstReaching(distribution, values.sort(), share * total);
}

/** @returns the sum of the durations. */
function takeValues(pairs: ArrayLike<number>, values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) {
    values[index] = pairs[2 * index]!;
    total += pairs[2 * index + 1]!;
  }
  return total;
}

/** The first of the ascending values up to which the function is for that time; null without values. */
function firstReaching(distribution: TimeDistribution, values: Float64Array, time: number): number | null {
  let below = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    below += timeOf(distribution, value);
    if (below >= time) return value;
  }
  return values.at(-1) ?? null;
}

function roundUp(value: number, grid: number): number {
  return Math.ceil(value * grid) / grid;
}

function addToFew(distribution: TimeDistribution, key: number, duration: number): void {
  const { few } = distribution;
  if (key > distribution.most) distribution.most = key;
  else {
    // A step function often returns to a value that it had lately.
    for (let at = few.length - 2; at >= 0; at -= 2) {
      if (few[at] === key) {
        few[at + 1]! += duration;
        return;
      }
    }
  }
  few.push(key, duration);
  distribution.size += 1;
  if (distribution.size > distribution.limit) coarsen(distribution);
  else if (distribution.size > FEW) spreadOut(distribution, few, 4 * FEW);
}

function addToTable(
  distribution: TimeDistribution,
  table: Float64Array,
  key: number,
  duration: number,
): void {
  const at = placeOf(table, key);
  if (table[at] === key) {
    table[at + 1]! += duration;
    return;
  }
  table[at] = key;
  table[at + 1] = duration;
  distribution.size += 1;
  if (distribution.size > distribution.limit) coarsen(distribution);
  else if (4 * distribution.size > table.length) spreadOut(distribution, pairsOf(distribution), table.length);
}

/** Puts the pairs into a new table with room for `most` values. */
function spreadOut(distribution: TimeDistribution, pairs: ArrayLike<number>, most: number): void {
  let places = 16;
  while (places < most) places *= 2;
  const table = new Float64Array(2 * places).fill(Number.NaN);
  for (let index = 0; index < pairs.length; index += 2) {
    const at = placeOf(table, pairs[index]!);
    table[at] = pairs[index]!;
    table[at + 1] = pairs[index + 1]!;
  }
  distribution.few = [];
  distribution.table = table;
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** Where the value is, or where it belongs. A table always has empty places. */
function placeOf(table: Float64Array, key: number): number {
  double[0] = key;
  let hash = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  const last = table.length - 2;
  let at = (hash << 1) & last;
  for (;;) {
    const found = table[at]!;
    if (found === key || Number.isNaN(found)) return at;
    at = (at + 2) & last;
  }
}

function timeOf({ few, table }: TimeDistribution, value: number): number {
  if (table) return table[placeOf(table, value) + 1]!;
  for (let at = 0; at < few.length; at += 2) if (few[at] === value) return few[at + 1]!;
  return 0;
}

/** All pairs of a value and its time, without gaps. */
function pairsOf({ few, table, size }: TimeDistribution): ArrayLike<number> {
  if (!table) return few;
  const pairs = new Float64Array(2 * size);
  let next = 0;
  for (let at = 0; at < table.length; at += 2) {
    if (Number.isNaN(table[at])) continue;
    pairs[next] = table[at]!;
    pairs[next + 1] = table[at + 1]!;
    next += 2;
  }
  return pairs;
}

/** Halves the grid until at most half of the limit is in use, so that coarsening is rare. */
function coarsen(distribution: TimeDistribution): void {
  const { limit } = distribution;
  const pairs = pairsOf(distribution);
  let grid = distribution.grid === 0 ? limit : distribution.grid / 2;
  for (;;) {
    const merged = timeDistribution(Number.POSITIVE_INFINITY);
    for (let index = 0; index < pairs.length; index += 2)
      holdValue(merged, roundUp(pairs[index]!, grid), pairs[index + 1]!);
    if (merged.size <= limit / 2) {
      const { size, few, most, table } = merged;
      Object.assign(distribution, { size, few, most, table, grid });
      return;
    }
    grid /= 2;
  }
}
