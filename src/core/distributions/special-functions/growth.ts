/** Integrals that the partial means of several families share. */
import { exp, expm1 } from './exact-math.ts';
import { gammaLower } from './incomplete-gamma.ts';

/** P(2, x), the regularised incomplete gamma function; the closed form loses digits below 1. */
export function gammaLowerOf2(x: number): number {
  return x < 1 ? gammaLower(2, x) : 1 - (1 + x) * exp(-x);
}

/** (e^(power × logarithm) − 1) ÷ power, and its limit, the logarithm, where the power is 0. */
export function growth(power: number, logarithm: number): number {
  return power === 0 ? logarithm : expm1(power * logarithm) / power;
}
