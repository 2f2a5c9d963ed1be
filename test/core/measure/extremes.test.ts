/** The tournament tree, compared with a search of all values. */
import test from 'ava';
import { extremes, rangeOf, setSlot } from '../../../src/core/measure/extremes.ts';
import fc from '../../seeded-properties.ts';

test('the range is that of all filled slots after any change', (t) => {
  const change = fc.tuple(fc.nat({ max: 70 }), fc.option(fc.nat({ max: 100 }), { nil: null }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
      const trees = extremes();
      const slots = new Map<number, number>();
      for (const [slot, value] of changes) {
        setSlot(trees, slot, value);
        if (value === null) slots.delete(slot);
        else slots.set(slot, value);
        const all = [...slots.values()];
        t.is(rangeOf(trees), all.length === 0 ? 0 : Math.max(...all) - Math.min(...all));
      }
    }),
  );
});
