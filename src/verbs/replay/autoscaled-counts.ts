/** Applies `--nodes POOL=COUNT` to pools of an autoscaler: it is the most nodes that such a pool may have. */
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';
import type { PoolCount } from '../../core/scenario/node-flag.ts';
import type { PoolSizes } from '../../core/scenario/sizes-note.ts';

export interface AutoscaledCounts {
  readonly autoscaler: Autoscaler | undefined;
  /** Of pools that are not the autoscaler's. */
  readonly others: readonly PoolCount[];
}

/** @param fixed - the nodes that are there from the start: a pool of both has the count for these. */
export function autoscaledCounts(
  autoscaler: Autoscaler | undefined,
  counts: readonly PoolCount[],
  fixed: PoolSizes,
): AutoscaledCounts {
  const names = new Set(autoscaler?.pools.map(({ name }) => name));
  const own = counts.filter(({ pool }) => names.has(pool) && !fixed.has(pool));
  if (!autoscaler || own.length === 0) return { autoscaler, others: counts };
  const most = new Map(own.map(({ pool, count }) => [pool, count]));
  const pools = autoscaler.pools.map((pool) => {
    const max = most.get(pool.name);
    return max === undefined ? pool : { ...pool, max, min: Math.min(pool.min, max) };
  });
  return { autoscaler: { ...autoscaler, pools }, others: counts.filter((count) => !own.includes(count)) };
}
