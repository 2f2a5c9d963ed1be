/** Compares the event heap with a list that is sorted by time in a stable way. */
import test from 'ava';
import { createEventHeap } from '../../../src/core/time/event-heap.ts';
import fc from '../../seeded-properties.ts';

test('events come out in order of time, then of insertion', (t) => {
  const heap = createEventHeap<string>();
  for (const [at, value] of [
    [5, 'late'],
    [1, 'first'],
    [1, 'second'],
    [3, 'middle'],
    [1, 'third'],
  ] as const)
    heap.push(at, value);
  const out = Array.from({ length: 5 }, () => heap.pop()!.value);
  t.deepEqual(out, ['first', 'second', 'third', 'middle', 'late']);
});

test('an empty heap has no event', (t) => {
  const heap = createEventHeap<string>();
  t.is(heap.size(), 0);
  t.is(heap.nextAt(), undefined);
  t.is(heap.pop(), undefined);
});

/** A number pushes an event at that time; undefined pops. There are few different times, so that many are equal. */
const commands = fc.array(fc.option(fc.nat({ max: 8 }), { nil: undefined }), { maxLength: 200 });

test('property: pushes and pops do what a stably sorted list does', (t) => {
  fc.assert(
    fc.property(commands, (steps) => {
      const heap = createEventHeap<number>();
      const list: { at: number; value: number }[] = [];
      for (const [value, at] of steps.entries()) {
        if (at === undefined) {
          list.sort((left, right) => left.at - right.at);
          const expected = list.shift();
          const popped = heap.pop();
          if (popped?.at !== expected?.at || popped?.value !== expected?.value) return false;
        } else {
          heap.push(at, value);
          list.push({ at, value });
        }
        const soonest = list.length === 0 ? undefined : Math.min(...list.map((each) => each.at));
        if (heap.size() !== list.length || heap.nextAt() !== soonest) return false;
      }
      return true;
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test('property: a heap empties in order of time, then of insertion', (t) => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat(), { maxLength: 300 }), (times) => {
      const heap = createEventHeap<number>();
      for (const [index, at] of times.entries()) heap.push(at, index);
      const out = times.map(() => heap.pop()!.value);
      const sorted = times.map((_, index) => index).sort((a, b) => times[a]! - times[b]! || a - b);
      return JSON.stringify(out) === JSON.stringify(sorted);
    }),
  );
  t.pass();
});
