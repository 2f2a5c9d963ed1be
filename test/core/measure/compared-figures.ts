/** Compares figures with a relative tolerance, for the laws of measuring. */

export const RUNS = { numRuns: 400 };

export function nearly(actual: number | null, expected: number | null, tolerance: number): boolean {
  if (actual === null || expected === null) return actual === expected;
  return Math.abs(actual - expected) <= tolerance * Math.max(1e-300, Math.abs(actual), Math.abs(expected));
}

export function check(what: string, actual: number | null, expected: number | null, tolerance = 1e-12): void {
  if (!nearly(actual, expected, tolerance)) throw new Error(`${what}: ${actual}, but naively ${expected}`);
}
