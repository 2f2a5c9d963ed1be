/** The choice family: one of several listed values, by weight. */
import * as z from 'zod';
import { positiveNumber, writtenValue } from '../written/parameter-schemas.ts';
import type { Family } from './family.ts';

interface WeightedValue {
  readonly value: number;
  /** Any positive number; its share of all weights is the probability. */
  readonly weight: number;
}

export interface Choice {
  readonly family: 'choice';
  readonly options: readonly WeightedValue[];
}

const schema = z.strictObject({
  type: z.literal('choice'),
  options: z
    .array(z.strictObject({ value: writtenValue, weight: positiveNumber.optional() }))
    .min(1, { error: 'needs at least one option' }),
});

export const choice: Family<Choice> = {
  name: 'choice',
  summary: 'one of the listed values, by `weight` (default 1)',
  cdf: ({ options }, x) => shareOf(options, (value) => value <= x),
  survival: ({ options }, x) => shareOf(options, (value) => value > x),
  /** Options divide (0, 1) in the order of the list. This is the inverse of the cdf where the list is in rising order. */
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
  scaled: (parameters, factor) => ({
    ...parameters,
    options: parameters.options.map((each) => ({ ...each, value: each.value * factor })),
  }),
  schema,
  read: (written: z.output<typeof schema>, reader) => ({
    family: 'choice',
    options: written.options.map((option, index) => ({
      value: reader.value(option.value, ['options', index, 'value']),
      weight: option.weight ?? 1,
    })),
  }),
  /** Values stay plain numbers: a choice also draws the sizes of bursts. */
  write: ({ options }) => ({
    type: 'choice',
    options: options.map(({ value, weight }) => ({ value, weight })),
  }),
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
