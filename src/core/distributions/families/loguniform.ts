/** The loguniform distribution: every order of magnitude between two bounds equally likely. */
import { exp, log } from '../special-functions/exact-math.ts';
import type { Family } from './family.ts';

/** 0 < min ≤ max. */
export interface Loguniform {
  readonly family: 'loguniform';
  readonly min: number;
  readonly max: number;
}

export const loguniform: Family<Loguniform> = {
  cdf: ({ min, max }, x) => {
    if (x < min) return 0;
    return x >= max ? 1 : log(x / min) / log(max / min);
  },
  survival: ({ min, max }, x) => {
    if (x < min) return 1;
    return x >= max ? 0 : log(max / x) / log(max / min);
  },
  quantile: ({ min, max }, u) => Math.min(max, Math.max(min, min * exp(u * log(max / min)))),
  mean: ({ min, max }) => (min === max ? min : (max - min) / log(max / min)),
};
