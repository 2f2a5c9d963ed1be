/** The complementary error function times e^(x²), so that tails keep their digits. */
import { exp } from './exact-math.ts';

/**
 * Chebyshev coefficients of (1 + 2x) e^(x²) erfc(x) in t = (x − 3.75)/(x + 3.75), the form of Shepherd and Laframboise,
 * "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", 1981; computed with mpmath 1.3.0.
 */
const CHEBYSHEV = [
  1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-5,
  4.13902798607301e-6, 7.74038306619849e-7, -2.1886401049234397e-7, 1.0764999465670908e-8,
  4.521959811218285e-9, -7.75440020883137e-10, -6.31808834088684e-11, 2.868795010930551e-11,
  1.9455868545702315e-13, -9.654696748436069e-13, 3.252548148172733e-14, 3.347811948359398e-14,
  -1.8645628792557065e-15, -1.250795051544067e-15, 7.418235435259313e-17, 5.068149097960477e-17,
];

/** e^(x²) erfc(x); Infinity below about −26.6. */
export function erfcx(x: number): number {
  if (x < 0) return 2 * expOfSquare(x) - erfcx(-x);
  if (!(x < 1e15)) return 0.5641895835477563 / x;
  return chebyshev(CHEBYSHEV, (x - 3.75) / (x + 3.75)) / (1 + 2 * x);
}

/** Σ c_k T_k(t) by Clenshaw's recurrence. */
export function chebyshev(coefficients: readonly number[], t: number): number {
  let current = 0;
  let next = 0;
  for (let k = coefficients.length - 1; k > 0; k -= 1) {
    const previous = next;
    next = current;
    current = 2 * t * next - previous + coefficients[k]!;
  }
  return t * current - next + coefficients[0]!;
}

/** e^(x²) as the product of two powers, so that no digit of x² is lost. */
function expOfSquare(x: number): number {
  const { square, rest } = exactSquare(x);
  const power = exp(square);
  return power === Number.POSITIVE_INFINITY ? power : power * exp(rest);
}

/** x² as the sum of a short square and its rest, so that e^(±x²) loses no digits for large x. */
export function exactSquare(x: number): { square: number; rest: number } {
  const short = Math.floor(x * 16) / 16;
  return { square: short * short, rest: (x - short) * (x + short) };
}
