/** The engine's Math gives the expected values, and golden bits show that platforms agree. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import {
  exp,
  expm1,
  log,
  log1p,
  pow,
} from '../../../../src/core/distributions/special-functions/exact-math.ts';

const TOLERANCE = 4e-16;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** The largest relative difference over many arguments; NaN where only one of the two values is NaN or infinite. */
function largestError(
  ours: (x: number) => number,
  theirs: (x: number) => number,
  argument: (u: number, v: number) => number,
): number {
  const uniform = randomStream(1, 'exact-math');
  let largest = 0;
  for (let round = 0; round < 300_000; round += 1) {
    const x = argument(uniform(), uniform());
    const expected = theirs(x);
    const error = Math.abs(ours(x) - expected) / Math.max(Math.abs(expected), SMALLEST_NORMAL);
    if (Number.isNaN(error)) {
      if (!Object.is(ours(x), expected)) return Number.NaN;
    } else largest = Math.max(largest, error);
  }
  return largest;
}

const FUNCTIONS = { log, log1p, exp, expm1 };

for (const [name, ours, theirs, argument] of [
  ['log near 1', log, Math.log, (u: number) => 0.5 + u],
  ['log of any size', log, Math.log, (u: number) => 2 ** (u * 2090 - 1070)],
  ['log1p near 0', log1p, Math.log1p, (u: number, v: number) => (u - 0.5) * 2 ** (-v * 60)],
  ['log1p of large numbers', log1p, Math.log1p, (u: number) => 2 ** (u * 1000)],
  ['log1p towards −1', log1p, Math.log1p, (u: number) => -u],
  ['exp of any size', exp, Math.exp, (u: number) => (u - 0.5) * 1416],
  ['exp near 0', exp, Math.exp, (u: number, v: number) => (u - 0.5) * 2 ** (-v * 40)],
  ['exp down to subnormal numbers', exp, Math.exp, (u: number) => -708 - u * 37],
  ['expm1 near 0', expm1, Math.expm1, (u: number, v: number) => (u - 0.5) * 2 ** (-v * 60)],
  ['expm1 of any size', expm1, Math.expm1, (u: number) => (u - 0.5) * 100],
] as const) {
  test(`${name} agrees with the engine to about the last digit`, (t) => {
    const error = largestError(ours, theirs, argument);
    t.log(`largest relative difference ${error}`);
    t.true(error <= TOLERANCE);
  });
}

test('pow agrees with the engine to about the last digit', (t) => {
  const uniform = randomStream(2, 'pow');
  let largest = 0;
  for (let round = 0; round < 300_000; round += 1) {
    const x = 2 ** (uniform() * 80 - 40);
    const y = (uniform() - 0.5) * 40;
    const expected = x ** y;
    largest = Math.max(largest, Math.abs(pow(x, y) - expected) / expected);
  }
  t.log(`largest relative difference ${largest}`);
  t.true(largest <= TOLERANCE);
});

test('pow is accurate for bases near 1 and huge exponents', (t) => {
  const uniform = randomStream(3, 'pow');
  for (let round = 0; round < 100_000; round += 1) {
    const x = 1 + (uniform() - 0.5) * 2 ** (-uniform() * 40);
    const y = (uniform() - 0.5) * 2 ** (uniform() * 40);
    const expected = x ** y;
    if (expected > SMALLEST_NORMAL && expected < Number.MAX_VALUE) {
      t.true(Math.abs(pow(x, y) - expected) <= TOLERANCE * expected, `${x} ** ${y}`);
    }
  }
});

const EDGES = [
  0,
  -0,
  1,
  -1,
  2,
  -2,
  0.5,
  -0.5,
  3,
  -3,
  1e300,
  -1e300,
  1e-300,
  5e-324,
  -5e-324,
  2 ** 53,
  -(2 ** 53 - 1),
  Number.MAX_VALUE,
  709.782712893384,
  709.7827128933841,
  -745.1332191019411,
  -745.1332191019412,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

function agree(ours: number, theirs: number): boolean {
  return Object.is(ours, theirs) || Math.abs(ours - theirs) <= TOLERANCE * Math.abs(theirs);
}

test('zeros, infinities and extreme numbers give the values of ECMAScript', (t) => {
  for (const x of EDGES) {
    for (const name of ['log', 'log1p', 'exp', 'expm1'] as const) {
      t.true(agree(FUNCTIONS[name](x), Math[name](x)), `${name}(${x}) = ${FUNCTIONS[name](x)}`);
    }
    for (const y of EDGES) t.true(agree(pow(x, y), x ** y), `pow(${x}, ${y}) = ${pow(x, y)}`);
  }
});

test('whole powers of whole numbers are exact', (t) => {
  for (let base = 2; base <= 20; base += 1) {
    for (let exponent = 1; base ** exponent < 2 ** 53; exponent += 1) {
      t.is(pow(base, exponent), Number(BigInt(base) ** BigInt(exponent)));
    }
  }
});

test('the bits are equal on every platform', (t) => {
  const uniform = randomStream(4, 'bits');
  let sum = 0n;
  const view = new DataView(new ArrayBuffer(8));
  const add = (value: number) => {
    view.setFloat64(0, value);
    sum = BigInt.asUintN(64, sum * 31n + view.getBigUint64(0));
  };
  for (let round = 0; round < 10_000; round += 1) {
    const u = uniform();
    add(log(u));
    add(log1p(-u));
    add(exp(u * 40 - 20));
    add(expm1(u * 2 - 1));
    add(pow(u * 10, 1 / (u + 0.1)));
  }
  t.is(sum.toString(16), '8d10ccb734ed7f17');
});
