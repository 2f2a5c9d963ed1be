/** A map by numbers answers as a Map does, whatever its keys are. */
import test from 'ava';
import { numberedMap } from '../../../src/core/objects/numbered-map.ts';
import fc from '../../seeded-properties.ts';

const NUMBERED = fc.integer({ min: 0, max: 12 }).map((number) => `p${number}`);
const KEY = fc.oneof(
  { weight: 40, arbitrary: NUMBERED },
  fc.constantFrom('p01', 'p', '', 'q1', '1', 'p1x', 'p9000', 'p123456789012', 'p-1'),
);
const STEP = fc.record({ what: fc.constantFrom('set', 'set', 'delete'), key: KEY });

/** The same steps for both maps: after each, what both say of the key, their sizes and, in order, their values. */
function said(steps: readonly { readonly what: string; readonly key: string }[], anyOrder: boolean) {
  const map = new Map<string, { readonly step: number }>();
  const numbered = numberedMap<{ readonly step: number }>('p', anyOrder);
  return steps.map(({ what, key }, step) => {
    for (const one of [map, numbered]) {
      if (what === 'set') one.set(key, { step });
      else one.delete(key);
    }
    const [expected, actual] = [map, numbered].map((one) => {
      const values = [...one.values()].map((value) => value.step);
      if (anyOrder) values.sort((a, b) => a - b);
      const size = one instanceof Map ? one.size : one.size();
      return { size, has: one.has(key), got: one.get(key), first: one.get('p1'), values };
    });
    return { expected, actual };
  });
}

for (const anyOrder of [false, true])
  test(`a map by numbers answers as a Map does${anyOrder ? ', but for an order that no caller needs' : ''}`, (t) => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
        for (const { expected, actual } of said(steps, anyOrder)) t.deepEqual(actual, expected);
      }),
      { numRuns: 300 },
    );
  });

test('numbers far above the count of values take no room', (t) => {
  const map = numberedMap<object>('p');
  map.set('p999999999', {});
  t.is(map.size(), 1);
  t.true(map.has('p999999999'));
  t.false(map.has('p999999998'));
});

test('the pods behind 15,000 nodes are found by their numbers', (t) => {
  const map = numberedMap<{ readonly step: number }>('p', true);
  map.set('p15002', { step: 1 });
  map.set('p15001', { step: 2 });
  // A hash table gives them in the order of their arrival.
  const steps = [...map.values()].map(({ step }) => step);
  t.deepEqual(steps, [2, 1]);
});

test('a map of keys without a prefix knows no key with one', (t) => {
  const map = numberedMap<object>('');
  map.set('1', {});
  t.true(map.has('1'));
  t.false(map.has('p1'));
});
