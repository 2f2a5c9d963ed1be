/** The uniform distribution: anything between two bounds. */
import type { Family } from './family.ts';

export interface Uniform {
  readonly family: 'uniform';
  readonly min: number;
  readonly max: number;
}

export const uniform: Family<Uniform> = {
  cdf: ({ min, max }, x) => share(x - min, max - min),
  survival: ({ min, max }, x) => share(max - x, max - min),
  quantile: ({ min, max }, u) => min + u * (max - min),
  mean: ({ min, max }) => min + (max - min) / 2,
};

/** part ÷ whole held inside [0, 1]; where the whole is a single point, all of it lies at or above that point. */
function share(part: number, whole: number): number {
  if (whole > 0) return Math.min(1, Math.max(0, part / whole));
  return part >= 0 ? 1 : 0;
}
