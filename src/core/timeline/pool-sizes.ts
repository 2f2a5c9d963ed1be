/** Counts the nodes that each pool has, as planned node events add and remove them. */
import type { Planned } from './timeline-event.ts';

/**
 * The most nodes at the same time, by pool; undefined: nodes without a pool.
 *
 * @param planned - in order of time.
 */
export function poolSizes(planned: readonly Planned[]): ReadonlyMap<string | undefined, number> {
  const poolOf = new Map<string, string | undefined>();
  const now = new Map<string | undefined, number>();
  const most = new Map<string | undefined, number>();
  for (const { action } of planned) {
    if (action.kind === 'add-node') {
      const { node, pool } = action;
      poolOf.set(node.metadata.name, pool);
      const size = (now.get(pool) ?? 0) + 1;
      now.set(pool, size);
      most.set(pool, Math.max(size, most.get(pool) ?? 0));
    } else if (action.kind === 'remove-node') {
      const pool = poolOf.get(action.name);
      now.set(pool, (now.get(pool) ?? 0) - 1);
    }
  }
  return most;
}
