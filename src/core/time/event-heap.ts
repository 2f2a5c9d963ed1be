/** Holds future events, the soonest first. Events at the same time come out in the order of insertion, so that every run is the same. */
import { createHeap, type HeapItem } from './indexed-heap.ts';

interface HeapEvent<Value> {
  /** Integer microseconds. */
  readonly at: number;
  readonly value: Value;
}

export interface EventHeap<Value> {
  size(): number;
  /** `at` in integer microseconds. */
  push(at: number, value: Value): void;
  /** Time of the soonest event, undefined when empty. */
  nextAt(): number | undefined;
  pop(): HeapEvent<Value> | undefined;
}

/** An empty heap, ordered by (at, order of insertion). Push and pop are O(log n). */
export function createEventHeap<Value>(): EventHeap<Value> {
  const heap = createHeap<SequencedEvent<Value>>(timeOf, wasPushedBefore);
  let sequence = 0;
  return {
    size: heap.size,
    push(at, value) {
      heap.push({ at, value, sequence, heapIndex: -1 });
      sequence += 1;
    },
    nextAt: () => heap.peek()?.at,
    pop: () => heap.pop(),
  };
}

interface SequencedEvent<Value> extends HeapEvent<Value>, HeapItem {
  readonly sequence: number;
}

function timeOf({ at }: HeapEvent<unknown>): number {
  return at;
}

function wasPushedBefore(a: SequencedEvent<unknown>, b: SequencedEvent<unknown>): boolean {
  return a.sequence < b.sequence;
}
