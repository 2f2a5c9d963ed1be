/** Sums amount × time without losing small terms: bytes × microseconds over months exceed 2^53 by far. */

/**
 * A running sum as an unevaluated pair high + low (double-double, about 106 bits): many values added and subtracted again give the sum
 * from before. Source: T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
 *
 * It is two cells of an array, so that a table can hold thousands of sums beside other numbers; `at` is the first of the two.
 */
export type ExactSum = Float64Array;

/** An empty sum, of its own. */
export function exactSum(): ExactSum {
  return new Float64Array(2);
}

/** Adds one double. The error is at most 2^-104 of the sum. */
export function addValue(cells: ExactSum, value: number, at = 0): void {
  addPair(cells, at, value, 0);
}

/** Adds `a` × `b`. The product is exact. */
export function addProduct(cells: ExactSum, a: number, b: number, at = 0): void {
  const product = a * b;
  const isExact = product <= MAX_SAFE && product >= -MAX_SAFE && Number.isInteger(a) && Number.isInteger(b);
  addPair(cells, at, product, isExact ? 0 : productError(a, b, product));
}

/** The sum rounded to the nearest double. */
export function sumOf(cells: ExactSum, at = 0): number {
  return cells[at]! + cells[at + 1]!;
}

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
/** 2^27 + 1 splits a double into two halves whose products are exact (Veltkamp). */
const SPLITTER = 134_217_729;

/** a × b − fl(a × b), exactly. */
export function productError(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

function addPair(cells: ExactSum, at: number, high: number, low: number): void {
  const before = cells[at]!;
  const total = before + high;
  const shifted = total - before;
  const error = before - (total - shifted) + (high - shifted) + (cells[at + 1]! + low);
  const sum = total + error;
  cells[at] = sum;
  cells[at + 1] = error - (sum - total);
}
