/** The Weibull distribution: wear (shape above 1) or infant mortality (below 1). */
import { exp, expm1, log1p, pow } from '../special-functions/exact-math.ts';
import { logGamma } from '../special-functions/log-gamma.ts';
import type { Family } from './family.ts';

/** Survival is exp(−(x ÷ scale)^shape). */
export interface Weibull {
  readonly family: 'weibull';
  readonly shape: number;
  readonly scale: number;
}

export const weibull: Family<Weibull> = {
  cdf: (weibull, x) => (x <= 0 ? 0 : -expm1(-cumulativeHazard(weibull, x))),
  survival: (weibull, x) => (x <= 0 ? 1 : exp(-cumulativeHazard(weibull, x))),
  quantile: ({ shape, scale }, u) => scale * pow(-log1p(-u), 1 / shape),
  mean: ({ shape, scale }) => scale * exp(logGamma(1 + 1 / shape)),
};

function cumulativeHazard({ shape, scale }: Weibull, x: number): number {
  return pow(x / scale, shape);
}
