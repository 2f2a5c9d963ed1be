/** A choice among listed values by weight. */
import type { Family } from './family.ts';

export interface WeightedValue {
  readonly value: number;
  /** Any positive number; its share of all weights is the probability. */
  readonly weight: number;
}

export interface Choice {
  readonly family: 'choice';
  readonly options: readonly WeightedValue[];
}

export const choice: Family<Choice> = {
  cdf: ({ options }, x) => shareOf(options, (value) => value <= x),
  survival: ({ options }, x) => shareOf(options, (value) => value > x),
  /** Options share (0, 1) in the order they are listed; it is the inverse of the cdf where they are listed in rising order. */
  quantile: ({ options }, u) => {
    let left = u * totalWeight(options);
    for (const { value, weight } of options) {
      if (left < weight) return value;
      left -= weight;
    }
    return options.at(-1)!.value;
  },
  mean: ({ options }) => {
    let sum = 0;
    for (const { value, weight } of options) sum += value * weight;
    return sum / totalWeight(options);
  },
};

function totalWeight(options: readonly WeightedValue[]): number {
  let total = 0;
  for (const { weight } of options) total += weight;
  return total;
}

function shareOf(options: readonly WeightedValue[], holds: (value: number) => boolean): number {
  let sum = 0;
  for (const { value, weight } of options) if (holds(value)) sum += weight;
  return sum / totalWeight(options);
}
