/** Sums amount × time without losing small terms: bytes × microseconds over months exceed 2^53 by far. */

/**
 * A running sum as an unevaluated pair high + low (double-double, about 106 bits): many values added and subtracted again give the sum
 * from before. Source: T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export interface ExactSum {
  high: number;
  low: number;
}

/** An empty sum. */
export function exactSum(): ExactSum {
  return { high: 0, low: 0 };
}

/** Adds one double. The error is at most 2^-104 of the sum. */
export function addValue(sum: ExactSum, value: number): void {
  addPair(sum, value, 0);
}

/** Adds `a` × `b`. The product is exact. */
export function addProduct(sum: ExactSum, a: number, b: number): void {
  const product = a * b;
  if (Number.isInteger(a) && Number.isInteger(b) && product <= MAX_SAFE && product >= -MAX_SAFE) {
    addPair(sum, product, 0);
    return;
  }
  addPair(sum, product, productError(a, b, product));
}

/** The sum rounded to the nearest double. */
export function sumOf(sum: ExactSum): number {
  return sum.high + sum.low;
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

function addPair(sum: ExactSum, high: number, low: number): void {
  const total = sum.high + high;
  const shifted = total - sum.high;
  const error = sum.high - (total - shifted) + (high - shifted) + (sum.low + low);
  sum.high = total + error;
  sum.low = error - (sum.high - total);
}
