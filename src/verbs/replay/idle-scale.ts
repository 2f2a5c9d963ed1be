/** Says that `--nodes-scale` changes nothing where no pool has a number of nodes: an autoscaler adds nodes as pods need them. */
import type { Problem } from '../../core/errors/problem.ts';
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';
import type { PoolSizes } from '../../core/scenario/sizes-note.ts';

/** @param fixed - the nodes that are there from the start. */
export function idleScale(
  scale: number | undefined,
  fixed: PoolSizes,
  autoscaler: Autoscaler | undefined,
): Problem[] {
  const pool = autoscaler?.pools[0]?.name;
  if (scale === undefined || fixed.size > 0 || pool === undefined) return [];
  const message = '--nodes-scale has no effect: all nodes are those that the autoscaler adds';
  const next = `give the most nodes of a pool, for example --node-pool ${pool}=2`;
  return [{ code: 'idle-flag', severity: 'warning', message, next }];
}
