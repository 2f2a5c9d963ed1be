/** What is still to happen, soonest first; things at the same time come out in the order they went in, so that every run is the same. */

export interface EventHeap<Value> {
  readonly size: number;
  /** `at` in integer microseconds. */
  push(at: number, value: Value): void;
  /** Time of the soonest, undefined when empty. */
  nextAt(): number | undefined;
  pop(): { readonly at: number; readonly value: Value } | undefined;
}

/** A binary heap ordered by (at, order of insertion). Push and pop are O(log n). */
export function createEventHeap<Value>(): EventHeap<Value> {
  const times: number[] = [];
  const sequences: number[] = [];
  const values: Value[] = [];
  let sequence = 0;

  const before = (left: number, right: number): boolean =>
    times[left]! < times[right]! || (times[left] === times[right] && sequences[left]! < sequences[right]!);
  const swap = (left: number, right: number): void => {
    [times[left], times[right]] = [times[right]!, times[left]!];
    [sequences[left], sequences[right]] = [sequences[right]!, sequences[left]!];
    [values[left], values[right]] = [values[right]!, values[left]!];
  };

  return {
    get size() {
      return times.length;
    },
    push(at, value) {
      times.push(at);
      sequences.push(sequence);
      values.push(value);
      sequence += 1;
      let child = times.length - 1;
      while (child > 0) {
        const parent = (child - 1) >> 1;
        if (!before(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
    },
    nextAt: () => times[0],
    pop() {
      if (times.length === 0) return undefined;
      const result = { at: times[0]!, value: values[0]! };
      swap(0, times.length - 1);
      times.pop();
      sequences.pop();
      values.pop();
      let parent = 0;
      for (;;) {
        const left = 2 * parent + 1;
        const right = left + 1;
        let smallest = parent;
        if (left < times.length && before(left, smallest)) smallest = left;
        if (right < times.length && before(right, smallest)) smallest = right;
        if (smallest === parent) break;
        swap(parent, smallest);
        parent = smallest;
      }
      return result;
    },
  };
}
