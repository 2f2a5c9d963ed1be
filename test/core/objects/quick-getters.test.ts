/** An object with getters reads as it was written, and V8 keeps its properties out of a hash table. */
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import test from 'ava';
import { quickGetters } from '../../../src/core/objects/quick-getters.ts';

interface Counter {
  readonly count: number;
  add(): void;
}

function written(): Counter {
  let count = 0;
  return {
    get count() {
      return count;
    },
    add() {
      count += 1;
    },
  };
}

test('getters and methods of several objects are their own', (t) => {
  const [one, other] = [quickGetters(written()), quickGetters(written())];
  one.add();
  one.add();
  other.add();
  t.deepEqual([one.count, other.count], [2, 1]);
});

test('the properties are fast, as those of the object that was written are not', (t) => {
  setFlagsFromString('--allow-natives-syntax');
  const isFast = runInThisContext('(object) => %HasFastProperties(object)') as (object: object) => boolean;
  const counters = [written(), written()];
  t.deepEqual(counters.map(isFast), [false, false]);
  const quick = counters.map(quickGetters);
  // V8 decides at a call that it has seen a few times.
  for (let round = 0; round < 1000; round += 1) for (const counter of quick) counter.add();
  t.deepEqual(
    quick.map((counter) => isFast(counter) && isFast(Object.getPrototypeOf(counter))),
    [true, true],
  );
});
