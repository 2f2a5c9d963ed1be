/**
 * Scores two resources of many nodes in one loop. The usual profile scores cpu and memory by NodeResourcesFit and by
 * NodeResourcesBalancedAllocation, for hundreds of nodes and each pod.
 */
import type { NodeTable } from '../cache/node-table.ts';
import { CPU_COLUMN, MEMORY_COLUMN } from '../cache/resource-columns.ts';
import {
  type ChangedPair,
  MAX_NODE_SCORE,
  type ResourcePair,
  type ScoredSlots,
} from '../framework/plugin.ts';
import { divide, truncate } from '../integer.ts';
import type { ResourceTerm } from './resource-scoring.ts';

const HALF = MAX_NODE_SCORE / 2;
/** Scores by such weights are 32-bit integers. */
const MOST_WEIGHT = 1_000_000;
/** Cpu and memory of the pod, assumed and then requested. What is read from an array of doubles is a double, and needs no conversion for each node. */
const asked = new Float64Array(4);
/** The nodes that the loop over rows leaves out, by their index. */
let leftOut = new Int32Array(256);

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
  nodes: ScoredSlots,
  terms: readonly ResourceTerm[],
  weight: number,
  pair: ChangedPair,
  changeWeight: number,
  meanOf: (table: NodeTable, slot: number) => number,
): boolean {
  const { capacities, request, otherCapacities, otherRequest, balances } = pair;
  const [cpu, memory] = terms;
  if (terms.length !== 2 || cpu?.weight !== 1 || memory?.weight !== 1) return false;
  if (cpu.column !== CPU_COLUMN || table.allocatable[CPU_COLUMN] !== capacities) return false;
  if (memory.column !== MEMORY_COLUMN || table.allocatable[MEMORY_COLUMN] !== otherCapacities) return false;
  if (cpu.request < request || memory.request < otherRequest) return false;
  if (!(weight <= MOST_WEIGHT && changeWeight <= MOST_WEIGHT)) return false;
  asked[0] = cpu.request;
  asked[1] = memory.request;
  asked[2] = request;
  asked[3] = otherRequest;
  const { slots, sums } = nodes;
  const { kernel } = table;
  const isInKernel = kernel !== undefined && slots === kernel.found && sums === kernel.totals;
  const left = isInKernel
    ? kernel.score(nodes.count, asked, weight, changeWeight)
    : addInRows(table.rows, nodes, weight, changeWeight);
  const others = isInKernel ? kernel.leftOut : leftOut;
  for (let j = 0; j < left; j++) {
    const i = others[j] as number;
    const slot = slots[i] as number;
    const score = scoreOfChange(balances[slot] as number, balanceWith(pair, slot));
    sums[i] = (sums[i] as number) + meanOf(table, slot) * weight + score * changeWeight;
  }
  return true;
}

/**
 * The loop takes most of the time of pods with requests of their own. It reads one array, has numbers in place of imported names, which V8 loads
 * again for each node, and calls nothing.
 *
 * @returns the number of nodes in {@link leftOut}: those without a plain capacity, or with too much assumed.
 */
function addInRows(
  rows: Float64Array,
  { count, slots, sums }: ScoredSlots,
  weight: number,
  changeWeight: number,
): number {
  if (leftOut.length < count) leftOut = new Int32Array(count * 2);
  const assumedCpu = asked[0] as number;
  const assumedMemory = asked[1] as number;
  const cpu = asked[2] as number;
  const memory = asked[3] as number;
  const others = leftOut;
  let other = 0;
  for (let i = 0; i < count; i++) {
    const at = (slots[i] as number) << 3;
    const capacity = rows[at] as number;
    const otherCapacity = rows[at | 1] as number;
    const left = capacity - ((rows[at | 4] as number) + assumedCpu);
    const otherLeft = otherCapacity - ((rows[at | 5] as number) + assumedMemory);
    if (left >= 0 && otherLeft >= 0) {
      const share = ((rows[at | 2] as number) + cpu) / capacity;
      const otherShare = ((rows[at | 3] as number) + memory) / otherCapacity;
      const mean = ((((left * 100) / capacity) | 0) + (((otherLeft * 100) / otherCapacity) | 0)) >> 1;
      const after = ((1 - Math.abs((share - otherShare) / 2)) * 100) | 0;
      const change = (50 + after - ((rows[at | 7] as number) | 0)) | 0;
      // Half of it, truncated toward zero.
      const score = (50 + ((change + (change >>> 31)) >> 1)) | 0;
      sums[i] = (sums[i] as number) + ((Math.imul(mean, weight) + Math.imul(score, changeWeight)) | 0);
    } else {
      others[other] = i;
      other += 1;
    }
  }
  return other;
}
