/** A binary heap whose items record their own place, so that any item can be removed. The event heap and the scheduling queue use it. */

/** Holds the item's place in its heap. An item is in at most one heap. */
export interface HeapItem {
  heapIndex: number;
}

/** `push`, `pop` and `remove` are O(log n). Where items come mostly in their order, they are O(1). */
export interface IndexedHeap<Item extends HeapItem> {
  size(): number;
  /** The first item, undefined when empty. */
  peek(): Item | undefined;
  push(item: Item): void;
  /** Removes the first item. */
  pop(): Item | undefined;
  /** The item must be in this heap. */
  remove(item: Item): void;
}

/** Items of the line are in places below this: -2 is the first, -3 the second. -1 is no place. */
const FIRST_IN_LINE = -2;
/** The line is cut when this number of items have left it at its front. */
const CUT = 32;

/**
 * An empty heap. The item with the lowest key comes first; `before` decides between equal keys. Both must give the same answer as long as
 * the item is in the heap, and no two items may be equal, so that the order of pops is always the same.
 *
 * Keys are kept beside the items because comparing numbers of one array is faster than reading them from the items. An item that comes
 * after all items of the line joins the line and not the heap: waiting pods and delays of one length come in their order.
 */
export function createHeap<Item extends HeapItem>(
  keyOf: (item: Item) => number,
  before: (a: Item, b: Item) => boolean,
): IndexedHeap<Item> {
  const items: Item[] = [];
  const keys: number[] = [];
  /**
   * In order, in the places from `head` up to before `tail`. An item that was taken from the middle leaves a gap; the first and the last place are
   * never gaps. The arrays keep their room: an array whose length becomes 0 gives it up, and a line is mostly short and often empty.
   */
  const line: (Item | undefined)[] = [];
  const lineKeys: number[] = [];
  let head = 0;
  let tail = 0;
  /** Number of items that were cut from the line. */
  let cut = 0;
  let lined = 0;
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
  const removeFromHeap = (item: Item) => {
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
  };
  const removeFromLine = (item: Item) => {
    const index = FIRST_IN_LINE - item.heapIndex - cut;
    item.heapIndex = -1;
    line[index] = undefined;
    lined -= 1;
    if (lined === 0) {
      cut += tail;
      head = 0;
      tail = 0;
      return;
    }
    while (line[tail - 1] === undefined) tail -= 1;
    while (line[head] === undefined) head += 1;
    if (head >= CUT && head * 2 >= tail) moveLineUp();
  };
  const moveLineUp = () => {
    const left = tail - head;
    for (let i = 0; i < left; i++) {
      line[i] = line[head + i];
      lineKeys[i] = lineKeys[head + i] as number;
    }
    for (let i = left; i < tail; i++) line[i] = undefined;
    cut += head;
    head = 0;
    tail = left;
  };
  const joinsLine = (item: Item, key: number): boolean => {
    if (lined === 0) return true;
    const last = lineKeys[tail - 1] as number;
    return key > last || (key === last && before(line[tail - 1] as Item, item));
  };
  const first = (): Item | undefined => {
    const top = items[0];
    if (lined === 0) return top;
    const next = line[head] as Item;
    if (!top) return next;
    const key = lineKeys[head] as number;
    const other = keys[0] as number;
    return key < other || (key === other && before(next, top)) ? next : top;
  };
  const remove = (item: Item) => {
    if (item.heapIndex <= FIRST_IN_LINE) removeFromLine(item);
    else removeFromHeap(item);
  };
  return {
    size: () => items.length + lined,
    peek: first,
    push(item) {
      const key = keyOf(item);
      if (!joinsLine(item, key)) {
        up(item, key, items.length);
        return;
      }
      item.heapIndex = FIRST_IN_LINE - cut - tail;
      line[tail] = item;
      lineKeys[tail] = key;
      tail += 1;
      lined += 1;
    },
    pop() {
      const top = first();
      if (top) remove(top);
      return top;
    },
    remove,
  };
}
