/** Quantities have the same value as in Kubernetes. */
import test from 'ava';
import {
  parseAmount,
  parseQuantity,
  parseResourceList,
  QuantityError,
} from '../../../src/core/objects/quantity.ts';
import fc from '../../seeded-properties.ts';

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

test('every suffix has its factor', (t) => {
  const decimal = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };
  for (const [suffix, factor] of Object.entries(decimal))
    t.is(parseQuantity(`3${suffix}`), 3 * factor, suffix);
  const binary = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5 };
  for (const [suffix, power] of Object.entries(binary))
    t.is(parseQuantity(`3${suffix}`), 3 * 1024 ** power, suffix);
  t.is(parseQuantity('0.001E'), 1e15);
  t.is(parseQuantity('0.001Ei'), Math.ceil(2 ** 60 / 1000));
  t.is(parseQuantity('3000n', 3), 1);
  t.is(parseQuantity('3000u', 3), 3);
  t.is(parseQuantity('3000n'), 1);
});

test('negative quantities are rounded away from zero', (t) => {
  t.is(parseQuantity('-1500m'), -2);
  t.is(parseQuantity('-0.1m', 3), -1);
  t.is(parseQuantity('-2'), -2);
});

test('a number that is an integer equals its text, and any other number too', (t) => {
  for (const scale of [0, 3] as const)
    for (const number of [0, 7, -7, 1.5, 1e21])
      t.is(parseQuantity(number, scale), parseQuantity(String(number), scale));
  t.is(parseQuantity(7, 3), 7000);
});

test('zero is never negative', (t) => {
  for (const zero of ['0', '-0', '0m', -0]) t.true(Object.is(parseQuantity(zero), 0), String(zero));
});

test('an exponent may have a sign and up to three digits', (t) => {
  t.is(parseQuantity('5e+2'), 500);
  t.is(parseQuantity('500e-2'), 5);
  t.is(parseQuantity('1e-999'), 1);
  t.is(parseQuantity('1e999'), Number.MAX_SAFE_INTEGER);
  t.throws(() => parseQuantity('1e1000'), { instanceOf: QuantityError });
});

test('the largest exact integer stays, and the next one is cut to it', (t) => {
  t.is(parseQuantity('9007199254740991'), Number.MAX_SAFE_INTEGER);
  t.is(parseQuantity('9007199254740992'), Number.MAX_SAFE_INTEGER);
  t.is(parseQuantity('-9007199254740992'), -Number.MAX_SAFE_INTEGER);
  t.is(parseQuantity('9007199254740990'), 9007199254740990);
});

test('more different quantities than the cache holds are still right', (t) => {
  for (let i = 0; i < 10_010; i++) t.true(parseQuantity(`${i}m`, 3) === i);
  t.is(parseQuantity('5m', 3), 5);
  t.is(parseQuantity('5m'), 1, 'the two scales do not share entries');
});

test('a resource list is read in the unit of each resource', (t) => {
  t.deepEqual(
    [...parseResourceList({ cpu: '1', memory: '1Ki', pods: 3 })],
    [
      ['cpu', 1000],
      ['memory', 1024],
      ['pods', 3],
    ],
  );
  for (const none of [null, undefined, {}]) t.is(parseResourceList(none).size, 0);
});

test('the error names the text and gives examples', (t) => {
  t.regex(t.throws(() => parseQuantity('x'))?.message ?? '', /"x".*500m/);
});
