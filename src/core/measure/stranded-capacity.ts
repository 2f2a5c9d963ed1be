/** Computes stranded capacity: capacity that is free on a node but unusable, because another resource of the node is used up further. */
import { CPU, MEMORY, PODS } from './resource-index.ts';

/** The resources that every pod needs: a node without one of them takes no pod. */
const NEEDED_BY_ALL = [CPU, MEMORY, PODS];

/**
 * The smallest free share of cpu, memory and pods, of those that the node offers; null if it offers none.
 *
 * @param allocatable and
 * @param requested by resource number.
 */
export function tightestFreeShare(
  allocatable: readonly (number | undefined)[],
  requested: readonly (number | undefined)[],
): number | null {
  let tightest: number | null = null;
  for (let index = 0; index < NEEDED_BY_ALL.length; index += 1) {
    const resource = NEEDED_BY_ALL[index]!;
    const offered = allocatable[resource] ?? 0;
    if (offered <= 0) continue;
    const free = freeShare(offered, requested[resource] ?? 0);
    if (tightest === null || free < tightest) tightest = free;
  }
  return tightest;
}

/** allocatable × max(0, free share − tightest free share), in the resource's unit. */
export function strandedAmount(allocatable: number, requested: number, tightest: number | null): number {
  if (tightest === null || allocatable <= 0) return 0;
  return allocatable * Math.max(0, freeShare(allocatable, requested) - tightest);
}

function freeShare(allocatable: number, requested: number): number {
  return Math.max(0, (allocatable - requested) / allocatable);
}
