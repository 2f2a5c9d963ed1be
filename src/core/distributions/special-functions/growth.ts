/** Integrals that the partial means of several families share. */
import { exp, expm1 } from './exact-math.ts';

/** 2 ÷ k! for k = 18 … 2: the terms of e^x beyond the second one, ÷ x²/2, up to where they no longer count for x < 1. */
const TERMS = Array.from({ length: 17 }, (_, index) => 18 - index).map((k) => {
  let term = 2;
  for (let factor = 2; factor <= k; factor += 1) term /= factor;
  return term;
});

/** P(2, x), the regularised incomplete gamma function: e^−x Σ x^k ÷ k! from k = 2 on. The closed form loses digits below 1. */
export function gammaLowerOf2(x: number): number {
  if (x >= 1) return 1 - (1 + x) * exp(-x);
  if (!(x > 0)) return 0;
  let sum = 0;
  for (let index = 0; index < TERMS.length; index += 1) sum = sum * x + TERMS[index]!;
  return 0.5 * x * x * sum * exp(-x);
}

/** (e^(power × logarithm) − 1) ÷ power, and its limit, the logarithm, where the power is 0. */
export function growth(power: number, logarithm: number): number {
  return power === 0 ? logarithm : expm1(power * logarithm) / power;
}
