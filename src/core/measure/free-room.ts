/** Counts how many more pods of one size fit on the node with most room, over time. */

/** The pod that is fitted: millicores and bytes. */
export interface ReferencePod {
  readonly cpu: number;
  readonly memory: number;
}

export interface FreeRoom {
  /** Sets what is free on a node from `at` (µs) on; times do not decrease. A node that is gone has nothing free. */
  set(at: number, node: number, cpu: number, memory: number): void;
  /**
   * ∫ over [from, to) of the number of reference pods that fit on the best node, min(⌊free cpu ÷ cpu⌋, ⌊free memory ÷ memory⌋); pods × µs.
   * A resource that the pod does not need does not limit. null for a pod that needs nothing.
   */
  integral(): number | null;
}

/** @param nodes number of nodes that there ever are. */
export function freeRoom(nodes: number, pod: ReferencePod, from: number, to: number): FreeRoom {
  const best = highestOf(nodes);
  let integral = 0;
  let since = from;
  return {
    set(at, node, cpu, memory) {
      if (at >= to) return;
      if (at > since) {
        integral += best.highest() * (at - since);
        since = at;
      }
      best.set(node, fits(pod, cpu, memory));
    },
    integral() {
      if (pod.cpu <= 0 && pod.memory <= 0) return null;
      return integral + best.highest() * Math.max(0, to - since);
    },
  };
}

function fits(pod: ReferencePod, cpu: number, memory: number): number {
  const byCpu = pod.cpu > 0 ? Math.floor(cpu / pod.cpu) : Number.POSITIVE_INFINITY;
  const byMemory = pod.memory > 0 ? Math.floor(memory / pod.memory) : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(byCpu, byMemory));
}

interface Highest {
  set(slot: number, value: number): void;
  highest(): number;
}

/** A tree of maxima: a change costs the logarithm of the number of slots. */
function highestOf(slots: number): Highest {
  let leaves = 1;
  while (leaves < slots) leaves *= 2;
  const tree = new Float64Array(2 * leaves);
  return {
    set(slot, value) {
      let place = leaves + slot;
      tree[place] = value;
      while (place > 1) {
        place >>= 1;
        const highest = Math.max(tree[2 * place]!, tree[2 * place + 1]!);
        if (tree[place] === highest) return;
        tree[place] = highest;
      }
    },
    highest: () => tree[1]!,
  };
}
