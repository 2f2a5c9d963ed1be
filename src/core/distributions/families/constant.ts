/** A value that never varies. */
import type { Family } from './family.ts';

export interface Constant {
  readonly family: 'constant';
  readonly value: number;
}

export const constant: Family<Constant> = {
  cdf: ({ value }, x) => (x < value ? 0 : 1),
  survival: ({ value }, x) => (x < value ? 1 : 0),
  quantile: ({ value }) => value,
  mean: ({ value }) => value,
};
