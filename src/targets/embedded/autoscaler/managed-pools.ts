/** Counts the nodes of each pool, on order and there, and makes the next one within its limits. */
import type { Node } from '../../../core/objects/node.ts';
import { parseResourceList } from '../../../core/objects/quantity.ts';
import type { AutoscaledPool } from '../../../core/scenario/autoscaler.ts';
import { type Draw, drawTime, microseconds } from '../../../core/timeline/draw-time.ts';
import { makeNode } from '../../../core/timeline/expand-nodes.ts';

export interface ManagedPool extends AutoscaledPool {
  /** Nodes on order and nodes that are there, without those that are leaving. */
  size: number;
  /** Number of nodes that still take up its limits: also those that are leaving. */
  present: number;
  /** Number of nodes made so far. Names are never used again. */
  made: number;
  readonly draw: Draw;
}

export function managedPools(pools: readonly AutoscaledPool[], seed: number): ManagedPool[] {
  return pools.map((pool) => ({
    ...pool,
    size: 0,
    present: 0,
    made: 0,
    draw: drawTime(pool.delay, seed, 'autoscaler', pool.name),
  }));
}

/** Whether one more node is within the limits. */
export function mayGrow({ present, max, limits, offer }: ManagedPool): boolean {
  if (present >= max) return false;
  const capacity = parseResourceList(offer.capacity);
  return [...limits].every(([resource, most]) => (present + 1) * (capacity.get(resource) ?? 0) <= most);
}

/** The node that the pool would get next. */
export function nextNode({ name, made, offer }: ManagedPool): Node {
  return makeNode(`${name}-${made}`, offer);
}

/** From its order to the node, in microseconds. @throws {UserError} for a negative draw. */
export function drawDelay({ draw, name, position }: ManagedPool): number {
  return microseconds(draw(), { name, position });
}
