/** What the two resource scoring plugins share: their list of resources, and what a node would hold of each with the pod on it. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import {
  CPU,
  columnOf,
  FIRST_SCALAR,
  MEMORY,
  PODS,
  type ResourceColumns,
} from '../cache/resource-columns.ts';

export interface ScoredResource {
  readonly name: string;
  readonly weight: number;
}

/** One resource of one pod: the column to look up in nodes, and what the pod asks of it. */
export interface ResourceTerm {
  readonly column: number;
  readonly weight: number;
  readonly request: number;
}

/**
 * The resources that count for this pod: a scalar resource it does not request is left out, and what has no capacity on a node is left out
 * there. Source: plugins/noderesources/resource_allocation.go.
 *
 * @param assumed whether missing cpu and memory requests are assumed (LeastAllocated, MostAllocated, RequestedToCapacityRatio).
 */
export function resourceTerms(
  resources: readonly ScoredResource[],
  pod: PodInfo,
  columns: ResourceColumns,
  assumed: boolean,
): readonly ResourceTerm[] {
  const requests = assumed ? pod.assumedRequest : pod.request;
  return resources.flatMap(({ name, weight }) => {
    const column = columnOf(columns, name);
    const request = requests.get(column) ?? 0;
    if (column === PODS || (column >= FIRST_SCALAR && request === 0)) return [];
    return [{ column, weight, request }];
  });
}

/** Gives the resources their columns before any node is looked at. */
export function knowResources(resources: readonly ScoredResource[], columns: ResourceColumns): void {
  for (const { name } of resources) columnOf(columns, name);
}

/** What is on the node already, with the assumptions for missing requests in it. */
export function assumedOnNode(info: NodeInfo, column: number): number {
  if (column === CPU) return info.assumedCpu;
  if (column === MEMORY) return info.assumedMemory;
  return info.requested[column] as number;
}
