/** Compares the indexed heap with a sorted list, removals from any place included. */
import test from 'ava';
import { createHeap, type HeapItem } from '../../../src/core/time/indexed-heap.ts';
import fc from '../../seeded-properties.ts';

interface Item extends HeapItem {
  readonly key: number;
  readonly order: number;
}

const emptyHeap = () =>
  createHeap<Item>(
    ({ key }) => key,
    (a, b) => a.order < b.order,
  );
const item = (key: number, order: number): Item => ({ key, order, heapIndex: -1 });

test('the lowest key comes first, and equal keys follow the second order', (t) => {
  const heap = emptyHeap();
  for (const [key, order] of [
    [2, 0],
    [1, 9],
    [1, 3],
    [-5, 4],
  ] as const)
    heap.push(item(key, order));
  const popped = [1, 2, 3, 4].map(() => heap.pop()?.order);
  t.deepEqual(popped, [4, 3, 9, 0]);
  t.is(heap.pop(), undefined);
});

test('a removed item leaves the heap and loses its index', (t) => {
  const heap = emptyHeap();
  const items = [3, 1, 2].map(item);
  for (const each of items) heap.push(each);
  const [three] = items as [Item];
  heap.remove(three);
  t.is(three.heapIndex, -1);
  t.is(heap.size(), 2);
  t.is(heap.peek()?.key, 1);
});

test('items that come in their order leave in it, also when many are taken from the middle', (t) => {
  const heap = emptyHeap();
  const items = Array.from({ length: 300 }, (_, i) => item(i >> 1, i));
  for (const each of items) heap.push(each);
  const early = item(100, -1);
  heap.push(early);
  const gone = items.filter((_, i) => i % 3 === 1 || i > 290);
  for (const each of gone.toReversed()) heap.remove(each);
  const expected = items.filter((each) => !gone.includes(each));
  expected.splice(
    expected.findIndex(({ key }) => key >= 100),
    0,
    early,
  );
  t.deepEqual(
    expected.map(() => heap.pop()?.order),
    expected.map(({ order }) => order),
  );
  t.is(heap.size(), 0);
});

/** A number pushes an item with that key, `pop` pops, `{ remove }` removes the nth item that is still in the heap. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 9 }) },
  { weight: 1, arbitrary: fc.constant('pop' as const) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat({ max: 60 }) }) },
);

test('property: pushes, pops and removals do what a sorted list does', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const heap = createHeap<Item>(
        ({ key }) => key,
        (a, b) => a.order > b.order,
      );
      const list: Item[] = [];
      for (const [order, each] of steps.entries()) {
        if (typeof each === 'number') {
          const added = item(each, order);
          heap.push(added);
          list.push(added);
          list.sort((a, b) => a.key - b.key || b.order - a.order);
        } else if (each === 'pop') {
          if (heap.pop() !== list.shift()) return false;
        } else if (list.length > 0) {
          const [removed] = list.splice(each.remove % list.length, 1) as [Item];
          heap.remove(removed);
        }
        if (heap.size() !== list.length || heap.peek() !== list[0]) return false;
      }
      return list.every((expected) => heap.pop() === expected);
    }),
    { numRuns: 400 },
  );
  t.pass();
});
