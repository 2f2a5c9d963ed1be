/** Counts something over all nodes, and later only the nodes that changed since. */
import { CHANGES_KEPT, changedSlot } from './change-log.ts';
import type { ClusterView } from './cluster-view.ts';
import type { NodeInfo } from './node-info.ts';

/** The nodes that something is counted of, as they were then. */
export interface CountedNodes {
  readonly order: Int32Array;
  /** By slot. */
  readonly generations: Float64Array;
  /** Of the cluster. */
  generation: number;
}

/** None of the nodes is counted yet. Valid while the cluster has the same order of nodes. */
export function countedNodes({ order, table }: ClusterView): CountedNodes {
  return { order, generations: new Float64Array(table.generations.length), generation: -1 };
}

/** Counts the nodes that are new or changed since the last call. */
export function recount(
  counted: CountedNodes,
  { generation, order, table, changes }: ClusterView,
  count: (node: NodeInfo) => void,
): void {
  const { generations } = counted;
  const visit = (slot: number) => {
    const now = table.generations[slot] as number;
    if (generations[slot] === now) return;
    generations[slot] = now;
    const node = table.nodes[slot] as NodeInfo;
    if (node.node) count(node);
  };
  const behind = generation - counted.generation;
  if (counted.generation < 0 || behind >= Math.min(CHANGES_KEPT, order.length))
    for (let i = 0; i < order.length; i++) visit(order[i] as number);
  else for (let at = counted.generation + 1; at <= generation; at++) visit(changedSlot(changes, at));
  counted.generation = generation;
}
