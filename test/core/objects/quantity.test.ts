/** Quantities have the same value as in Kubernetes. */
import test from 'ava';
import fc from 'fast-check';
import { parseAmount, parseQuantity, QuantityError } from '../../../src/core/objects/quantity.ts';

test('suffixes are powers of ten or two, and exponents powers of ten', (t) => {
  t.deepEqual(
    ['1', '1k', '1Ki', '1.5Gi', '1e3', '1E3', '2M', '.5k', '5.', '-1Ki', '+3'].map((text) =>
      parseQuantity(text),
    ),
    [1, 1000, 1024, 1.5 * 2 ** 30, 1000, 1000, 2_000_000, 500, 5, -1024, 3],
  );
});

test('cpu is in millicores, everything else in base units', (t) => {
  t.is(parseAmount('cpu', '1500m'), 1500);
  t.is(parseAmount('cpu', 2), 2000);
  t.is(parseAmount('memory', '64Mi'), 64 * 2 ** 20);
});

test('a fraction of a unit is rounded up', (t) => {
  t.is(parseAmount('cpu', '1u'), 1);
  t.is(parseAmount('memory', '1500m'), 2);
  t.is(parseAmount('cpu', '0.0005'), 1);
});

test('a value beyond exact arithmetic becomes the largest exact integer', (t) => {
  t.is(parseAmount('memory', '16Ei'), Number.MAX_SAFE_INTEGER);
  t.is(parseAmount('cpu', '9e99'), Number.MAX_SAFE_INTEGER);
  t.is(parseAmount('memory', '-16Ei'), -Number.MAX_SAFE_INTEGER);
});

test('a text that Kubernetes refuses is refused', (t) => {
  for (const text of ['', 'abc', '1 Gi', '1gi', '1e', '--1', '0x10', '1.2.3'])
    t.throws(() => parseQuantity(text), { instanceOf: QuantityError }, text);
});

test('property: milli and base units of any quantity agree, rounded up', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.constantFrom('', 'm', 'k', 'Ki', 'Mi'), (n, suffix) => {
      const milli = parseQuantity(`${n}${suffix}`, 3);
      const base = parseQuantity(`${n}${suffix}`);
      return milli === Number.MAX_SAFE_INTEGER || base === Math.ceil(milli / 1000);
    }),
  );
  t.pass();
});
