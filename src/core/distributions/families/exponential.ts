/** The exponential distribution: waiting without memory. */
import { exp, expm1, log1p } from '../special-functions/exact-math.ts';
import type { Family } from './family.ts';

export interface Exponential {
  readonly family: 'exponential';
  /** 1 ÷ rate. */
  readonly mean: number;
}

export const exponential: Family<Exponential> = {
  cdf: ({ mean }, x) => (x <= 0 ? 0 : -expm1(-x / mean)),
  survival: ({ mean }, x) => (x <= 0 ? 1 : exp(-x / mean)),
  quantile: ({ mean }, u) => -mean * log1p(-u),
  mean: ({ mean }) => mean,
};
