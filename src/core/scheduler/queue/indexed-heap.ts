/** A binary heap whose items know their place, so that any of them can be taken out. */

/** Carries the item's place in the heap it is in. An item is in one heap at most. */
export interface HeapItem {
  heapIndex: number;
}

export interface IndexedHeap<Item extends HeapItem> {
  readonly size: number;
  peek(): Item | undefined;
  push(item: Item): void;
  pop(): Item | undefined;
  /** The item must be in this heap. */
  remove(item: Item): void;
}

/** An empty heap; the item that comes before all others is on top. */
export function createHeap<Item extends HeapItem>(before: (a: Item, b: Item) => boolean): IndexedHeap<Item> {
  const items: Item[] = [];
  const place = (item: Item, index: number) => {
    items[index] = item;
    item.heapIndex = index;
  };
  const up = (item: Item, from: number) => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent] as Item;
      if (!before(item, above)) break;
      place(above, index);
      index = parent;
    }
    place(item, index);
  };
  const down = (item: Item, from: number) => {
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1] as Item, items[child] as Item)) child += 1;
      const below = items[child] as Item;
      if (!before(below, item)) break;
      place(below, index);
      index = child;
    }
    place(item, index);
  };
  const heap: IndexedHeap<Item> = {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push: (item) => up(item, items.length),
    pop() {
      const top = items[0];
      if (top) heap.remove(top);
      return top;
    },
    remove(item) {
      const index = item.heapIndex;
      const last = items.pop() as Item;
      item.heapIndex = -1;
      if (last === item) return;
      const parent = items[(index - 1) >> 1];
      if (index > 0 && parent && before(last, parent)) up(last, index);
      else down(last, index);
    },
  };
  return heap;
}
