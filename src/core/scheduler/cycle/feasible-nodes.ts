/** Holds the feasible nodes of a search as numbers, because most cycles need only one of them as an object. */
import type { NodeInfo } from '../cache/node-info.ts';

/** In the order of the search. Valid until the next search. */
export interface FeasibleNodes {
  readonly count: number;
  /** The nodes' slots; can be longer than the count. */
  readonly slots: Int32Array;
  /** All nodes of the cluster, by slot. */
  readonly bySlot: readonly NodeInfo[];
}

/** The node with this index in the order of the search. */
export function feasibleNode({ slots, bySlot }: FeasibleNodes, index: number): NodeInfo {
  return bySlot[slots[index] as number] as NodeInfo;
}

/** All of them. */
export function listFeasible({ count, slots, bySlot }: FeasibleNodes): NodeInfo[] {
  return nodesAt(slots, count, bySlot);
}

/** The nodes in the first slots of a list. */
export function nodesAt(slots: Int32Array, count: number, bySlot: readonly NodeInfo[]): NodeInfo[] {
  const nodes: NodeInfo[] = [];
  for (let i = 0; i < count; i++) nodes.push(bySlot[slots[i] as number] as NodeInfo);
  return nodes;
}
