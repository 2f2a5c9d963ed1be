/** The maximiser finds known maxima with their information, and reports where there is none. */
import test from 'ava';
import {
  informationAt,
  maximize,
  maximizeNearby,
} from '../../../../src/core/distributions/estimating/maximize.ts';
import {
  inverseOfPositive,
  matrixProduct,
  quadraticForm,
} from '../../../../src/core/distributions/estimating/small-matrix.ts';

/** A hill with its top at (1, −2) and the information [[4, 1], [1, 3]]. */
function hill([x, y]: readonly number[]): number {
  const [a, b] = [x! - 1, y! + 2];
  return 7 - 0.5 * (4 * a * a + 2 * a * b + 3 * b * b);
}

/** Minus Rosenbrock's function: a curved ridge that leads to (1, 1). */
function valley([x, y]: readonly number[]): number {
  return -((1 - x!) ** 2) - 100 * (y! - x! * x!) ** 2;
}

function areNear(found: readonly number[], known: readonly number[], error: number): boolean {
  return (
    found.length === known.length && found.every((value, index) => Math.abs(value - known[index]!) <= error)
  );
}

test('the top of a quadratic is found with its value and its information', (t) => {
  const { at, value, information } = maximize(hill, [0.5, -1], [1, 1])!;
  t.true(areNear(at, [1, -2], 1e-9));
  t.true(Math.abs(value - 7) < 1e-12);
  t.true(areNear(information.flat(), [4, 1, 1, 3], 1e-6));
});

test('the top is the same in other units and from a start more than one step away', (t) => {
  for (const [start, units] of [
    [
      [9, 9],
      [1, 1],
    ],
    [
      [0.5, -1],
      [0.1, 10],
    ],
    [
      [1, -2],
      [1, 1],
    ],
  ] as const)
    t.true(areNear(maximize(hill, start, units)!.at, [1, -2], 1e-9), `${start}`);
});

test('a curved ridge is climbed to its top', (t) => {
  t.true(areNear(maximize(valley, [-1.2, 1], [1, 1])!.at, [1, 1], 1e-7));
});

test('a start where the objective bends upwards still leads to the top', (t) => {
  const bell = ([x]: readonly number[]): number => Math.exp(-0.5 * x! * x!);
  const { at, information } = maximize(bell, [2.5], [1])!;
  t.true(areNear(at, [0], 1e-7));
  t.true(areNear(information.flat(), [1], 1e-6));
});

test('no maximum is given for a slope, a ridge, or a start without a value', (t) => {
  t.is(
    maximize(([x]) => x!, [0], [1]),
    undefined,
  );
  t.is(
    maximize(([x, y]) => -((x! - y!) ** 2), [3, 1], [1, 1]),
    undefined,
  );
  t.is(
    maximize(() => Number.NaN, [0], [1]),
    undefined,
  );
  t.is(
    maximize(([x]) => -Math.exp(-x!), [0], [1]),
    undefined,
  );
});

test('no maximum is given where the second derivatives are not finite', (t) => {
  t.is(
    maximize(([x]) => (x === 0 ? 1e290 : 0), [0], [1e-20]),
    undefined,
  );
});

test('a maximum more than 40 units away counts as none', (t) => {
  const far = (top: number) => maximize(([x]) => -((x! - top) ** 2), [0], [1]);
  t.true(areNear(far(39)!.at, [39], 1e-8));
  t.is(far(42), undefined);
});

test('a search stays where the objective has a value', (t) => {
  const cliff = ([x]: readonly number[]): number => (x! > 0 ? Math.log(x!) - x! : Number.NEGATIVE_INFINITY);
  t.true(areNear(maximize(cliff, [3], [1])!.at, [1], 1e-8));
  t.is(maximize(cliff, [-1], [1]), undefined);
});

test('the information of a function with cross terms of high order is exact to nine digits', (t) => {
  const mixed = ([x, y]: readonly number[]): number => -Math.exp(0.3 * x! * y!) - Math.exp(-x!) - y! ** 4;
  const [x, y] = [0.4, 0.7];
  const e = Math.exp(0.3 * x * y);
  const known = [
    0.09 * y * y * e + Math.exp(-x),
    0.3 * e + 0.09 * x * y * e,
    0.3 * e + 0.09 * x * y * e,
    0.09 * x * x * e + 12 * y * y,
  ];
  t.true(areNear(informationAt(mixed, [x, y], [1, 0.5]).flat(), known, 1e-8));
});

test('a search with known information ends near the top, and not below its start', (t) => {
  const inverse = inverseOfPositive([
    [4, 1],
    [1, 3],
  ])!;
  const { at, value } = maximizeNearby(hill, [1.4, -2.5], [1, 1], inverse);
  t.true(areNear(at, [1, -2], 1e-6));
  t.true(Math.abs(value - 7) < 1e-9);
  const rough = maximizeNearby(
    hill,
    [1.4, -2.5],
    [1, 1],
    [
      [0.2, 0],
      [0, 0.2],
    ],
  );
  t.true(areNear(rough.at, [1, -2], 2e-3));
  const top = maximizeNearby(hill, [1, -2], [1, 1], inverse);
  t.true(areNear(top.at, [1, -2], 1e-7));
  t.true(top.value >= 7 - 1e-12);
});

test('a step of a search with known information is at most one and a half units long', (t) => {
  const seen: number[] = [];
  const objective = ([x]: readonly number[]): number => {
    seen.push(x!);
    return -Math.abs(x! - 100);
  };
  maximizeNearby(objective, [0], [1], [[1000]]);
  t.is(Math.max(...seen.slice(0, 3)), 1.5);
});

test('a positive definite matrix has its inverse, any other matrix has none', (t) => {
  const matrix = [
    [4, 2, 0.6],
    [2, 5, 1.5],
    [0.6, 1.5, 3],
  ];
  const inverse = inverseOfPositive(matrix)!;
  const product = matrix.map((row) => matrixProduct(inverse, row));
  t.true(areNear(product.flat(), [1, 0, 0, 0, 1, 0, 0, 0, 1], 1e-14));
  t.is(
    inverseOfPositive([
      [1, 2],
      [2, 1],
    ]),
    undefined,
  );
  t.is(
    inverseOfPositive([
      [1, 1],
      [1, 1],
    ]),
    undefined,
  );
  t.is(inverseOfPositive([[0]]), undefined);
  t.is(inverseOfPositive([[-1]]), undefined);
  t.deepEqual(inverseOfPositive([[4]]), [[0.25]]);
});

test('a matrix times a vector, and a vector on both sides of a matrix', (t) => {
  const matrix = [
    [1, 2],
    [3, 4],
  ];
  t.deepEqual(matrixProduct(matrix, [5, 7]), [19, 43]);
  t.is(quadraticForm(matrix, [5, 7]), 5 * 19 + 7 * 43);
});
