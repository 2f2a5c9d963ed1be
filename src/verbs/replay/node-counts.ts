/** Decides how many nodes each pool has, by `--nodes POOL=COUNT` and `--nodes-scale`, and states what it came to. */
import { counted } from '../../core/errors/counted.ts';
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { PoolCount } from '../../core/scenario/node-flag.ts';
import { type PoolSizes, sizesNote } from '../../core/scenario/sizes-note.ts';

export interface NodeCounts {
  /** How many nodes a pool of this size would have, before it is rounded to the nearest whole node. */
  readonly wantedOf: (pool: string | undefined, size: number) => number;
  /** A note with the sizes of all pools before and after, and where they were rounded. */
  readonly note: (after: PoolSizes) => Problem[];
}

/**
 * @param before - the pools as the scenario or the recording has them.
 * @param scale - of the pools whose count is not given.
 * @returns undefined where every pool keeps its nodes.
 * @throws {UserError} (usage) for a pool that does not exist.
 */
export function nodeCounts(
  before: PoolSizes,
  counts: readonly PoolCount[],
  scale: number | undefined,
): NodeCounts | undefined {
  if (counts.length === 0 && scale === undefined) return undefined;
  const given = new Map(counts.map((count) => [count.pool, count.count]));
  for (const count of counts) refuseUnknownPool(count, before);
  const wantedOf = (pool: string | undefined, size: number): number =>
    (pool === undefined ? undefined : given.get(pool)) ?? size * (scale ?? 1);
  return {
    wantedOf,
    note: (after) => sizesNote(before, after, wantedOf),
  };
}

function refuseUnknownPool({ flag, pool }: PoolCount, before: PoolSizes): void {
  if (before.has(pool)) return;
  const names = [...before.keys()].filter((name) => name !== undefined);
  const meant = didYouMean(pool, names);
  const pools = names.map((name) => `${name} (${counted(before.get(name) ?? 0, 'node')})`).join(', ');
  throw new UserError(
    `--nodes ${flag}: there is no pool ${pool}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    { next: names.length === 0 ? 'no node has a pool: see --nodes-scale' : `the pools are ${pools}` },
  );
}
