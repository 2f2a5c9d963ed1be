/** Gives nodes out by their scores, equal ones in the order of kube-scheduler's heap (schedule_one.go, sortedNodeScores). */
import type { NodeInfo } from '../cache/node-info.ts';

export interface ScoredNodes {
  size(): number;
  /** Takes the node with the highest score. */
  pop(): NodeInfo | undefined;
  /** All nodes, in the order in which the heap holds them. */
  unordered(): readonly NodeInfo[];
}

/** The nodes with their scores, as a heap built by Init of Go's container/heap. */
export function scoredNodes(nodes: readonly NodeInfo[], totals: ArrayLike<number>): ScoredNodes {
  const heap = nodes.map((node, i) => ({ node, total: totals[i] as number }));
  const total = (position: number) => heap[position]?.total ?? Number.NEGATIVE_INFINITY;
  const down = (top: number, size: number) => {
    for (let parent = top; ; ) {
      let child = 2 * parent + 1;
      if (child >= size) return;
      if (child + 1 < size && total(child + 1) > total(child)) child += 1;
      if (!(total(child) > total(parent))) return;
      swap(heap, parent, child);
      parent = child;
    }
  };
  for (let top = (heap.length >> 1) - 1; top >= 0; top--) down(top, heap.length);
  return {
    size: () => heap.length,
    pop() {
      if (heap.length === 0) return undefined;
      swap(heap, 0, heap.length - 1);
      down(0, heap.length - 1);
      return heap.pop()?.node;
    },
    unordered: () => heap.map(({ node }) => node),
  };
}

function swap<Item>(items: Item[], a: number, b: number): void {
  const moved = items[a] as Item;
  items[a] = items[b] as Item;
  items[b] = moved;
}
