/** Remembers which nodes changed lately, so that what is counted over all nodes is brought up to date without a look at each of them. */
import type { ClusterView } from './cluster-view.ts';
import type { NodeInfo } from './node-info.ts';

/** Number of changes that are remembered: a power of two. */
const LENGTH = 4096;

/** The slots of the nodes that changed, by the last bits of the generation that the change made. */
export type ChangeLog = Int32Array;

/** A log without changes. */
export function createChangeLog(): ChangeLog {
  return new Int32Array(LENGTH);
}

/** Notes the node that changed with this generation of the cluster. */
export function noteChange(log: ChangeLog, generation: number, slot: number): void {
  log[generation & (LENGTH - 1)] = slot;
}

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
  if (counted.generation < 0 || behind >= Math.min(LENGTH, order.length))
    for (let i = 0; i < order.length; i++) visit(order[i] as number);
  else
    for (let at = counted.generation + 1; at <= generation; at++) visit(changes[at & (LENGTH - 1)] as number);
  counted.generation = generation;
}
