/** A binary heap whose items record their own place, so that any item can be removed. The event heap and the scheduling queue use it. */

/** Holds the item's place in its heap. An item is in at most one heap. */
export interface HeapItem {
  heapIndex: number;
}

/** `push`, `pop` and `remove` are O(log n). */
export interface IndexedHeap<Item extends HeapItem> {
  readonly size: number;
  /** The first item, undefined when empty. */
  peek(): Item | undefined;
  push(item: Item): void;
  /** Removes the first item. */
  pop(): Item | undefined;
  /** The item must be in this heap. */
  remove(item: Item): void;
}

/**
 * An empty heap. The item with the lowest key comes first; `before` decides between equal keys. Both must give the same answer as long as
 * the item is in the heap, and no two items may be equal, so that the order of pops is always the same.
 *
 * Keys are kept beside the items because comparing numbers of one array is faster than reading them from the items.
 */
export function createHeap<Item extends HeapItem>(
  keyOf: (item: Item) => number,
  before: (a: Item, b: Item) => boolean,
): IndexedHeap<Item> {
  const items: Item[] = [];
  const keys: number[] = [];
  const place = (item: Item, key: number, index: number) => {
    items[index] = item;
    keys[index] = key;
    item.heapIndex = index;
  };
  const up = (item: Item, key: number, from: number) => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = keys[parent] as number;
      if (key > above || (key === above && !before(item, items[parent] as Item))) break;
      place(items[parent] as Item, above, index);
      index = parent;
    }
    place(item, key, index);
  };
  const down = (item: Item, key: number, from: number) => {
    const size = items.length;
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      let below = keys[child] as number;
      const right = child + 1;
      if (right < size) {
        const other = keys[right] as number;
        if (other < below || (other === below && before(items[right] as Item, items[child] as Item))) {
          child = right;
          below = other;
        }
      }
      if (below > key || (below === key && !before(items[child] as Item, item))) break;
      place(items[child] as Item, below, index);
      index = child;
    }
    place(item, key, index);
  };
  const heap: IndexedHeap<Item> = {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push: (item) => up(item, keyOf(item), items.length),
    pop() {
      const top = items[0];
      if (top) heap.remove(top);
      return top;
    },
    remove(item) {
      const index = item.heapIndex;
      const last = items.pop() as Item;
      const key = keys.pop() as number;
      item.heapIndex = -1;
      if (last === item) return;
      const parent = (index - 1) >> 1;
      if (
        index > 0 &&
        (key < (keys[parent] as number) || (key === keys[parent] && before(last, items[parent] as Item)))
      )
        up(last, key, index);
      else down(last, key, index);
    },
  };
  return heap;
}
