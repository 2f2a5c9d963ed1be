/** Tracks the largest and the smallest of many changing values in two tournament trees; a change takes logarithmic time. */

export interface Extremes {
  /** A power of two. */
  capacity: number;
  /** Node k's children are 2k and 2k + 1; leaves start at `capacity`. */
  largest: Float64Array;
  smallest: Float64Array;
}

export function extremes(): Extremes {
  return emptyTrees(8);
}

export function copyExtremes({ capacity, largest, smallest }: Extremes): Extremes {
  return { capacity, largest: largest.slice(), smallest: smallest.slice() };
}

/** Sets the value of a slot (0, 1, 2 …); null empties it. */
export function setSlot(trees: Extremes, slot: number, value: number | null): void {
  if (slot >= trees.capacity) grow(trees, slot);
  const { largest, smallest, capacity } = trees;
  let position = capacity + slot;
  largest[position] = value ?? Number.NEGATIVE_INFINITY;
  smallest[position] = value ?? Number.POSITIVE_INFINITY;
  for (position >>= 1; position >= 1; position >>= 1) {
    if (!recompute(largest, smallest, position)) return;
  }
}

/** Largest minus smallest; 0 without values. */
export function rangeOf(trees: Extremes): number {
  return Math.max(0, (trees.largest[1] as number) - (trees.smallest[1] as number));
}

function emptyTrees(capacity: number): Extremes {
  return {
    capacity,
    largest: new Float64Array(2 * capacity).fill(Number.NEGATIVE_INFINITY),
    smallest: new Float64Array(2 * capacity).fill(Number.POSITIVE_INFINITY),
  };
}

/** Recomputes one inner node; false if it did not change, so that the nodes above do not change either. */
function recompute(largest: Float64Array, smallest: Float64Array, position: number): boolean {
  const left = 2 * position;
  const high = largest[left]! > largest[left + 1]! ? largest[left]! : largest[left + 1]!;
  const low = smallest[left]! < smallest[left + 1]! ? smallest[left]! : smallest[left + 1]!;
  if (high === largest[position] && low === smallest[position]) return false;
  largest[position] = high;
  smallest[position] = low;
  return true;
}

function grow(trees: Extremes, slot: number): void {
  let capacity = trees.capacity;
  while (slot >= capacity) capacity *= 2;
  const wider = emptyTrees(capacity);
  wider.largest.set(trees.largest.subarray(trees.capacity), capacity);
  wider.smallest.set(trees.smallest.subarray(trees.capacity), capacity);
  for (let position = capacity - 1; position >= 1; position -= 1)
    recompute(wider.largest, wider.smallest, position);
  Object.assign(trees, wider);
}
