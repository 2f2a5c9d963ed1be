/** Decides how many nodes each pool has, by `--nodes POOL=COUNT` and `--nodes-scale`, and states what it came to. */
import { counted } from '../../core/errors/counted.ts';
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { PoolCount } from '../../core/scenario/node-flag.ts';

/** Number of nodes by pool; undefined: single nodes without a pool. */
export type PoolSizes = ReadonlyMap<string | undefined, number>;

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

const POOLS_SHOWN = 8;
/** A sum of decimal fractions is seldom exact. */
const WHOLE = 1e-9;

/** `nodes of each pool: g2 3 → 2 (2.4 rounded), t4 5; in all 8 → 7`. None where there were no nodes before. */
export function sizesNote(before: PoolSizes, after: PoolSizes, wantedOf?: NodeCounts['wantedOf']): Problem[] {
  if (before.size === 0) return [];
  const parts = Array.from(new Set([...before.keys(), ...after.keys()]), (pool) => {
    const [size, now] = [before.get(pool) ?? 0, after.get(pool) ?? 0];
    const wanted = wantedOf?.(pool, size) ?? now;
    const exact = Math.abs(wanted - now) < WHOLE ? '' : ` (${Number(wanted.toFixed(2))} rounded)`;
    return `${pool ?? 'single nodes'} ${size === now ? size : `${size} → ${now}`}${exact}`;
  });
  const shown = parts.slice(0, POOLS_SHOWN).join(', ');
  const more = parts.length > POOLS_SHOWN ? `, and ${counted(parts.length - POOLS_SHOWN, 'more pool')}` : '';
  const all = parts.length > 1 ? `; in all ${total(before)} → ${total(after)}` : '';
  const message = `nodes of each pool: ${shown}${more}${all}`;
  return [{ code: 'other-node-counts', severity: 'note', message }];
}

function total(sizes: PoolSizes): number {
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
