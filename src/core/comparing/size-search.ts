/** Searches the smallest number of nodes of each pool with which all limits hold. */

/** Number of nodes by pool. */
export type PoolCounts = ReadonlyMap<string, number>;

export interface SizeSearch {
  /** The counts to begin with, of the pools that are searched. */
  readonly now: PoolCounts;
  /** Whether the limits hold with these counts. Is called once for equal counts. */
  readonly holds: (counts: PoolCounts) => Promise<boolean>;
  /** At most this many times the counts to begin with. */
  readonly mostTimes: number;
}

/**
 * Where the limits do not hold now, all pools grow by powers of two until they do. Then each pool in turn shrinks to the smallest count with
 * which the limits hold while the others stay, until none shrinks any more. More nodes are taken to be no worse: a bisection cannot see a
 * count in between that is. With several pools the result is smallest for each pool, but another split between them may have fewer nodes.
 *
 * @returns undefined where even the largest counts do not hold.
 */
export async function smallestCounts(search: SizeSearch): Promise<PoolCounts | undefined> {
  let counts = await grown(search);
  while (counts !== undefined) {
    const before = counts;
    for (const pool of search.now.keys()) counts = await shrunk(counts, pool, search);
    if (equal(before, counts)) return counts;
  }
  return undefined;
}

async function grown({ now, holds, mostTimes }: SizeSearch): Promise<PoolCounts | undefined> {
  for (let times = 1; times <= mostTimes; times *= 2) {
    const counts = new Map([...now].map(([pool, count]) => [pool, Math.max(1, count) * times]));
    const asked = times === 1 ? now : counts;
    if (await holds(asked)) return asked;
  }
  return undefined;
}

/** Bisects between a count that does not hold and one that does. */
async function shrunk(counts: PoolCounts, pool: string, { holds }: SizeSearch): Promise<PoolCounts> {
  let [low, high] = [-1, counts.get(pool) ?? 0];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await holds(withCount(counts, pool, middle))) high = middle;
    else low = middle;
  }
  return withCount(counts, pool, high);
}

export function withCount(counts: PoolCounts, pool: string, count: number): PoolCounts {
  return new Map([...counts, [pool, count]]);
}

function equal(one: PoolCounts, other: PoolCounts): boolean {
  return [...one].every(([pool, count]) => other.get(pool) === count);
}
