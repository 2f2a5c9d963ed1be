/** Keeps what is free on each node over time: how many more pods fit is counted at the end, when the mean request of the pods is known. */

export interface FreeTrace {
  /** Four numbers for each change: its time (µs), the slot of the node, free millicores and free bytes. */
  readonly changes: number[];
  /** Number of slots. */
  slots: number;
}

/** The pod that is fitted: millicores and bytes. */
export interface ReferencePod {
  readonly cpu: number;
  readonly memory: number;
}

const NUMBERS = 4;

export function freeTrace(): FreeTrace {
  return { changes: [], slots: 0 };
}

/** A node that is gone has nothing free. A second change of a node at one time replaces the first. */
export function noteFree(trace: FreeTrace, at: number, slot: number, cpu: number, memory: number): void {
  const { changes } = trace;
  const last = changes.length - NUMBERS;
  if (last >= 0 && changes[last] === at && changes[last + 1] === slot) {
    changes[last + 2] = cpu;
    changes[last + 3] = memory;
    return;
  }
  if (slot >= trace.slots) trace.slots = slot + 1;
  changes.push(at, slot, cpu, memory);
}

/**
 * ∫ over [from, to) of the number of reference pods that fit on the best node, min(⌊free cpu ÷ cpu⌋, ⌊free memory ÷ memory⌋); pods × µs.
 * A resource that the pod does not need does not limit. null for a pod that needs nothing.
 */
export function fitIntegral(trace: FreeTrace, pod: ReferencePod, from: number, to: number): number | null {
  if (pod.cpu <= 0 && pod.memory <= 0) return null;
  const { changes } = trace;
  const best = highestOf(trace.slots);
  let integral = 0;
  let since = from;
  for (let position = 0; position < changes.length; position += NUMBERS) {
    const at = changes[position]!;
    if (at >= to) break;
    if (at > since) {
      integral += best.highest() * (at - since);
      since = at;
    }
    best.set(changes[position + 1]!, fits(pod, changes[position + 2]!, changes[position + 3]!));
  }
  return integral + best.highest() * Math.max(0, to - since);
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
