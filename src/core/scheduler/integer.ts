/** Go's int64 division on JavaScript numbers, exact also where a product leaves 2^53. */

/** Up to here a × 100 is exact, and a quotient below 128 that is no integer is further than a rounding error (2^-47) from one. */
const EXACT = 2 ** 46;

/** a ÷ b cut off toward zero, for scores and weights: both far below 2^53. */
export function divide(a: number, b: number): number {
  return Math.trunc(a / b);
}

/** a × 100 ÷ b cut off toward zero, for amounts of any size; b is not 0. */
export function percent(a: number, b: number): number {
  if (a <= EXACT && b <= EXACT && a >= -EXACT) return Math.trunc((a * 100) / b);
  return Number((BigInt(a) * 100n) / BigInt(b));
}
