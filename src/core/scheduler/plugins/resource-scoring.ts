/** Reads the list of resources that NodeResourcesFit and NodeResourcesBalancedAllocation score, and looks up their amounts. */
import * as z from 'zod';
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import {
  amountIn,
  CPU_COLUMN,
  columnOf,
  FIRST_SCALAR,
  MEMORY_COLUMN,
  PODS_COLUMN,
  type ResourceColumns,
} from '../cache/resource-columns.ts';

export interface ScoredResource {
  readonly name: string;
  readonly weight: number;
}

const CPU_AND_MEMORY: readonly ScoredResource[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** The argument `resources` of both plugins. An empty list means cpu and memory, a missing weight 1. */
export const scoredResources = z
  .array(
    z
      .strictObject({ name: z.string().min(1, 'Required value'), weight: z.int().nullish() })
      .superRefine(({ name, weight }, context) => {
        if (!weight || (weight > 0 && weight <= 100)) return;
        const message = `Invalid value: ${weight}: resource weight of ${name} not in valid range (0, 100]`;
        context.addIssue({ code: 'custom', path: ['weight'], message });
      }),
  )
  .nullish()
  .transform((resources): readonly ScoredResource[] =>
    (resources?.length ? resources : CPU_AND_MEMORY).map(({ name, weight }) => ({
      name,
      weight: weight || 1,
    })),
  );

/** One resource of one pod: its column in nodes, and the amount that the pod requests. */
export interface ResourceTerm {
  readonly column: number;
  readonly weight: number;
  readonly request: number;
}

/**
 * Returns a function that gives the resources that count for a pod. A scalar resource counts only if the pod requests it. (The scores also skip,
 * node by node, a resource without capacity there.) Source: plugins/noderesources/resource_allocation.go.
 *
 * The list is the same for all pods, and valid until the next call: thousands of templates would have thousands of lists.
 *
 * @param assumed whether an amount is assumed for a missing cpu or memory request (LeastAllocated, MostAllocated, RequestedToCapacityRatio).
 */
export function termReader(
  resources: readonly ScoredResource[],
  columns: ResourceColumns,
  assumed: boolean,
): (pod: PodInfo) => readonly ResourceTerm[] {
  const all = resources.map(({ name, weight }) => ({ column: columnOf(columns, name), weight, request: 0 }));
  const terms: ResourceTerm[] = [];
  return (pod) => {
    const requests = assumed ? pod.assumedRequest : pod.request;
    let count = 0;
    for (let i = 0; i < all.length; i++) {
      const term = all[i] as (typeof all)[number];
      const request = amountIn(requests, term.column) ?? 0;
      if (term.column === PODS_COLUMN || (term.column >= FIRST_SCALAR && request === 0)) continue;
      term.request = request;
      terms[count] = term;
      count += 1;
    }
    terms.length = count;
    return terms;
  };
}

/** As {@link assumedOnNode}, of the cluster's nodes by slot. */
export function assumedColumn({ assumed, requested }: NodeTable, column: number): Float64Array {
  const isAssumed = column === CPU_COLUMN || column === MEMORY_COLUMN;
  return (isAssumed ? assumed[column] : requested[column]) as Float64Array;
}

/** The amount requested on the node, including the amounts assumed for missing requests. */
export function assumedOnNode(info: NodeInfo, column: number): number {
  if (column === CPU_COLUMN) return info.assumedCpu;
  if (column === MEMORY_COLUMN) return info.assumedMemory;
  return info.requested[column] as number;
}
