/** The gamma distribution: a sum of exponential stages (Erlang where the shape is whole). */
import { gammaLower, gammaLowerInverse, gammaUpper } from '../special-functions/incomplete-gamma.ts';
import type { Family } from './family.ts';

/** Mean is shape × scale. */
export interface Gamma {
  readonly family: 'gamma';
  readonly shape: number;
  readonly scale: number;
}

export const gamma: Family<Gamma> = {
  cdf: ({ shape, scale }, x) => gammaLower(shape, x / scale),
  survival: ({ shape, scale }, x) => gammaUpper(shape, x / scale),
  quantile: ({ shape, scale }, u) => scale * gammaLowerInverse(shape, u),
  mean: ({ shape, scale }) => shape * scale,
};
