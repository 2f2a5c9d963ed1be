/** Decides how many nodes each pool has, by `--nodes POOL=COUNT` and `--nodes-scale`, and states what it came to. */
import { counted } from '../../core/errors/counted.ts';
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';
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
 * @param autoscaler - its pools are named where a pool does not exist.
 * @returns undefined where every pool keeps its nodes.
 * @throws {UserError} (usage) for a pool that does not exist.
 */
export function nodeCounts(
  before: PoolSizes,
  counts: readonly PoolCount[],
  scale: number | undefined,
  autoscaler?: Autoscaler | undefined,
): NodeCounts | undefined {
  if (counts.length === 0 && scale === undefined) return undefined;
  const given = new Map(counts.map((count) => [count.pool, count.count]));
  for (const count of counts) refuseUnknownPool(count, before, autoscaler);
  const wantedOf = (pool: string | undefined, size: number): number =>
    (pool === undefined ? undefined : given.get(pool)) ?? size * (scale ?? 1);
  return {
    wantedOf,
    note: (after) => sizesNote(before, after, wantedOf),
  };
}

function refuseUnknownPool(
  { flag, pool }: PoolCount,
  before: PoolSizes,
  autoscaler: Autoscaler | undefined,
): void {
  if (before.has(pool)) return;
  const sizes = new Map([...before].map(([name, size]) => [name, counted(size, 'node')]));
  for (const { name, max } of autoscaler?.pools ?? [])
    if (!sizes.has(name)) sizes.set(name, `at most ${counted(max, 'node')}`);
  const names = [...sizes.keys()].filter((name) => name !== undefined);
  const meant = didYouMean(pool, names);
  const pools = names.map((name) => `${name} (${sizes.get(name)})`).join(', ');
  throw new UserError(
    `${flag}: there is no pool ${pool}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    { next: names.length === 0 ? 'no node has a pool: see --nodes-scale' : `the pools are ${pools}` },
  );
}
