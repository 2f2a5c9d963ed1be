/** Sums beyond 2^53 against BigInt. */
import test from 'ava';
import { addProduct, addValue, exactSum, sumOf } from '../../../src/core/measure/exact-sum.ts';
import fc from '../../seeded-properties.ts';

test('a sum of products of integers is the exact sum, rounded once', (t) => {
  const amount = fc.maxSafeNat();
  const duration = fc.nat({ max: 2 ** 44 });
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, duration), { maxLength: 200 }), (terms) => {
      const sum = exactSum();
      let exact = 0n;
      for (const [a, b] of terms) {
        addProduct(sum, a, b);
        exact += BigInt(a) * BigInt(b);
      }
      t.is(sumOf(sum), Number(exact));
    }),
    { numRuns: 500 },
  );
});

test('values added and subtracted again leave 0', (t) => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 300 }), (values) => {
      const sum = exactSum();
      for (const value of values) addValue(sum, value);
      for (const value of values.toReversed()) addValue(sum, -value);
      t.true(Math.abs(sumOf(sum)) < 1e-27);
    }),
    { numRuns: 500 },
  );
});
