/** Go's int64 division on JavaScript numbers. It stays exact when a product exceeds 2^53. */

/** Up to this limit a × 100 is exact, and a non-integer quotient below 128 differs from every integer by more than a rounding error (2^-47). */
const EXACT = 2 ** 46;

/** a ÷ b truncated toward zero, for scores and weights, which are far below 2^53. */
export function divide(a: number, b: number): number {
  return Math.trunc(a / b);
}

/** a × 100 ÷ b truncated toward zero, for amounts of any size. b must not be 0. */
export function percent(a: number, b: number): number {
  if (a <= EXACT && b <= EXACT && a >= -EXACT) return Math.trunc((a * 100) / b);
  return Number((BigInt(a) * 100n) / BigInt(b));
}
