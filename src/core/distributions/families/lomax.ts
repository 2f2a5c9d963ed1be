/** The Lomax distribution (Pareto type II): a Pareto tail for durations that may be as short as one likes. */
import { exp, expm1, log1p } from '../special-functions/exact-math.ts';
import type { Family } from './family.ts';

/** Survival is (1 + x ÷ scale)^−shape. */
export interface Lomax {
  readonly family: 'lomax';
  readonly shape: number;
  readonly scale: number;
}

export const lomax: Family<Lomax> = {
  cdf: ({ shape, scale }, x) => (x <= 0 ? 0 : -expm1(-shape * log1p(x / scale))),
  survival: ({ shape, scale }, x) => (x <= 0 ? 1 : exp(-shape * log1p(x / scale))),
  quantile: ({ shape, scale }, u) => scale * expm1(-log1p(-u) / shape),
  mean: ({ shape, scale }) => (shape > 1 ? scale / (shape - 1) : Number.POSITIVE_INFINITY),
};
