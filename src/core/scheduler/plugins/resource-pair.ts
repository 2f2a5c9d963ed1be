/**
 * Scores two resources of many nodes in loops over columns. The usual profile scores cpu and memory by NodeResourcesFit and by
 * NodeResourcesBalancedAllocation, for hundreds of nodes and each pod: one loop for both takes 9 ns a node where two take 15.
 */
import type { NodeTable } from '../cache/node-table.ts';
import {
  type ChangedPair,
  MAX_NODE_SCORE,
  type ResourcePair,
  type ScoredSlots,
} from '../framework/plugin.ts';
import { divide, EXACT, truncate } from '../integer.ts';
import { assumedColumn, type ResourceTerm } from './resource-scoring.ts';

const HALF = MAX_NODE_SCORE / 2;

/** The columns of two terms. */
export function pairIn({ allocatable, requested }: NodeTable, terms: readonly ResourceTerm[]): ResourcePair {
  const [{ column, request }, other] = terms as [ResourceTerm, ResourceTerm];
  return {
    capacities: allocatable[column] as Float64Array,
    used: requested[column] as Float64Array,
    request,
    otherCapacities: allocatable[other.column] as Float64Array,
    otherUsed: requested[other.column] as Float64Array,
    otherRequest: other.request,
  };
}

/** The balance of a node with the pod. */
export function balanceWith(pair: ResourcePair, slot: number): number {
  const capacity = pair.capacities[slot] as number;
  const otherCapacity = pair.otherCapacities[slot] as number;
  if (capacity === 0 || otherCapacity === 0) return MAX_NODE_SCORE;
  return balanceOfTwo(
    Math.min(((pair.used[slot] as number) + pair.request) / capacity, 1),
    Math.min(((pair.otherUsed[slot] as number) + pair.otherRequest) / otherCapacity, 1),
  );
}

/** The balance of two used fractions. */
export function balanceOfTwo(one: number, other: number): number {
  return truncate((1 - Math.abs((one - other) / 2)) * MAX_NODE_SCORE);
}

/** The score of a change of the balance. */
export function scoreOfChange(before: number, after: number): number {
  return HALF + divide(HALF + after - before, 2);
}

/** Adds the scores of changed balances. */
export function addChanges({ count, slots, sums }: ScoredSlots, weight: number, pair: ChangedPair): void {
  const { balances } = pair;
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    sums[i] = (sums[i] as number) + scoreOfChange(balances[slot] as number, balanceWith(pair, slot)) * weight;
  }
}

/**
 * Adds the scores of LeastAllocated, whose two resources have equal weights, and of changed balances.
 *
 * @param terms the resources of LeastAllocated.
 * @param meanOf the score of LeastAllocated for a node that the loop leaves out: one without a capacity, with a huge one, or with too much assumed.
 * @returns false, and nothing is added, where both score different resources.
 */
export function addMeansAndChanges(
  table: NodeTable,
  { count, slots, sums }: ScoredSlots,
  terms: readonly ResourceTerm[],
  weight: number,
  pair: ChangedPair,
  changeWeight: number,
  meanOf: (table: NodeTable, slot: number) => number,
): boolean {
  const { capacities, used, request, otherCapacities, otherUsed, otherRequest, balances } = pair;
  const [first, second] = terms;
  if (terms.length !== 2 || !first || !second || first.weight !== 1 || second.weight !== 1) return false;
  if (table.allocatable[first.column] !== capacities) return false;
  if (table.allocatable[second.column] !== otherCapacities) return false;
  const assumed = assumedColumn(table, first.column);
  const otherAssumed = assumedColumn(table, second.column);
  const { request: assumedRequest } = first;
  const { request: otherAssumedRequest } = second;
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    const capacity = capacities[slot] as number;
    const otherCapacity = otherCapacities[slot] as number;
    const left = capacity - ((assumed[slot] as number) + assumedRequest);
    const otherLeft = otherCapacity - ((otherAssumed[slot] as number) + otherAssumedRequest);
    const share = ((used[slot] as number) + request) / capacity;
    const otherShare = ((otherUsed[slot] as number) + otherRequest) / otherCapacity;
    // A share without a capacity is infinite or no number.
    if (
      left >= 0 &&
      otherLeft >= 0 &&
      capacity <= EXACT &&
      otherCapacity <= EXACT &&
      share <= 1 &&
      otherShare <= 1
    ) {
      const mean = (truncate((left * 100) / capacity) + truncate((otherLeft * 100) / otherCapacity)) >> 1;
      const after = truncate((1 - Math.abs((share - otherShare) / 2)) * MAX_NODE_SCORE);
      const change = (HALF + after - (balances[slot] as number)) | 0;
      // Half of it, truncated toward zero.
      const score = HALF + ((change + (change >>> 31)) >> 1);
      sums[i] = (sums[i] as number) + mean * weight + score * changeWeight;
    } else {
      const score = scoreOfChange(balances[slot] as number, balanceWith(pair, slot));
      sums[i] = (sums[i] as number) + meanOf(table, slot) * weight + score * changeWeight;
    }
  }
  return true;
}
