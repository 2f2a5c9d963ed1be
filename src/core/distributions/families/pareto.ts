/** The Pareto distribution (type I): a tail so heavy that a few values hold most of the total. */
import { exp, expm1, log, log1p } from '../special-functions/exact-math.ts';
import type { Family } from './family.ts';

/** Survival is (min ÷ x)^shape from `min` on. */
export interface Pareto {
  readonly family: 'pareto';
  readonly shape: number;
  readonly min: number;
}

export const pareto: Family<Pareto> = {
  cdf: ({ shape, min }, x) => (x <= min ? 0 : -expm1(-shape * log(x / min))),
  survival: ({ shape, min }, x) => (x <= min ? 1 : exp(-shape * log(x / min))),
  quantile: ({ shape, min }, u) => min * exp(-log1p(-u) / shape),
  mean: ({ shape, min }) => (shape > 1 ? min * (shape / (shape - 1)) : Number.POSITIVE_INFINITY),
};
