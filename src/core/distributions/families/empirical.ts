/** The empirical family: a distribution given by some of its quantiles, with a tail beyond the last one. Fits write what they saw with it. */
import * as z from 'zod';
import type { ParameterReader } from '../written/parameter-reader.ts';
import { probabilityNumber, writtenValue } from '../written/parameter-schemas.ts';
import { writtenNumber, writtenTime } from '../written/written-values.ts';
import type { Family } from './family.ts';
import {
  meanBeyond,
  quantileBeyond,
  readTail,
  scaledTail,
  survivalBeyond,
  type Tail,
  tailSchema,
  writtenTail,
} from './tail.ts';

export interface EmpiricalQuantile {
  readonly probability: number;
  readonly value: number;
}

/**
 * Two or more quantiles, with rising probabilities and values that never fall. Values between two quantiles are interpolated linearly. The
 * probability below the first quantile falls on its value, and the probability above the last one on the tail, or on the last value where
 * there is none.
 */
export interface Empirical {
  readonly family: 'empirical';
  readonly quantiles: readonly EmpiricalQuantile[];
  /** A distribution that holds conditional on a value beyond the last quantile; `never`: such a value is infinite. */
  readonly tail?: Tail | undefined;
}

const schema = z.strictObject({
  type: z.literal('empirical'),
  quantiles: z
    .array(z.strictObject({ probability: probabilityNumber, value: writtenValue }))
    .min(2, { error: 'needs at least two quantiles' }),
  tail: tailSchema.optional(),
});

export const empirical: Family<Empirical> = {
  name: 'empirical',
  summary:
    'given by its quantiles, linear in between; beyond the last one come `tail`, `never`, or (without a tail) its value',
  cdf: (parameters, x) => 1 - survivalOf(parameters, x),
  survival: survivalOf,
  quantile: quantileOf,
  quantileBeyond: (parameters, entry, u) => {
    const { quantiles, tail } = parameters;
    const last = quantiles.at(-1)!;
    if (entry >= last.value) return tail === undefined ? entry : quantileBeyond(tail, entry, u);
    const below = probabilityUpTo(quantiles, entry);
    return Math.max(entry, quantileOf(parameters, below + u * (1 - below)));
  },
  mean: ({ quantiles, tail }) => {
    const first = quantiles[0]!;
    const last = quantiles.at(-1)!;
    const beyond = 1 - last.probability;
    let sum = first.probability * first.value;
    if (beyond > 0) sum += beyond * (tail === undefined ? last.value : meanBeyond(tail, last.value));
    for (let index = 1; index < quantiles.length; index += 1) {
      const from = quantiles[index - 1]!;
      const to = quantiles[index]!;
      sum += ((to.probability - from.probability) * (from.value + to.value)) / 2;
    }
    return sum;
  },
  scaled: ({ quantiles, tail, ...parameters }, factor) => ({
    ...parameters,
    quantiles: quantiles.map((each) => ({ ...each, value: each.value * factor })),
    ...(tail && { tail: scaledTail(tail, factor) }),
  }),
  schema,
  read: (written: z.output<typeof schema>, reader) => {
    const tail = written.tail && readTail(written.tail, reader);
    return {
      family: 'empirical',
      quantiles: readQuantiles(written.quantiles, reader),
      ...(tail && { tail }),
    };
  },
  write: ({ quantiles, tail }) => ({
    type: 'empirical',
    quantiles: quantiles.map(({ probability, value }) => ({
      probability: writtenNumber(probability),
      value: writtenTime(value),
    })),
    ...(tail && { tail: writtenTail(tail) }),
  }),
};

function quantileOf({ quantiles, tail }: Empirical, u: number): number {
  let [after, end] = [0, quantiles.length];
  while (after < end) {
    const middle = (after + end) >>> 1;
    if (quantiles[middle]!.probability >= u) end = middle;
    else after = middle + 1;
  }
  if (after === 0) return quantiles[0]!.value;
  const from = quantiles[after - 1]!;
  const to = quantiles[after];
  if (to === undefined) {
    if (tail === undefined) return from.value;
    return quantileBeyond(tail, from.value, (u - from.probability) / (1 - from.probability));
  }
  const share = (u - from.probability) / (to.probability - from.probability);
  return Math.min(to.value, from.value + share * (to.value - from.value));
}

function survivalOf({ quantiles, tail }: Empirical, x: number): number {
  const last = quantiles.at(-1)!;
  if (tail === undefined || x < last.value) return 1 - probabilityUpTo(quantiles, x);
  return (1 - last.probability) * survivalBeyond(tail, last.value, x);
}

function readQuantiles(
  written: z.output<typeof schema>['quantiles'],
  reader: ParameterReader,
): EmpiricalQuantile[] {
  const quantiles = written.map((each, index) => ({
    probability: each.probability,
    value: reader.value(each.value, ['quantiles', index, 'value']),
  }));
  for (const [index, { probability, value }] of quantiles.entries()) {
    const before = quantiles[index - 1];
    if (!before) continue;
    if (probability <= before.probability) {
      reader.fail(
        ['quantiles', index, 'probability'],
        `${probability} does not rise above ${before.probability}`,
      );
    }
    if (value < before.value)
      reader.fail(['quantiles', index, 'value'], 'is smaller than the quantile before it');
  }
  return quantiles;
}

function probabilityUpTo(quantiles: readonly EmpiricalQuantile[], x: number): number {
  const after = firstIndex(quantiles.length, (index) => quantiles[index]!.value > x);
  if (after === 0) return 0;
  const from = quantiles[after - 1]!;
  const to = quantiles[after];
  if (to === undefined) return 1;
  const share = (x - from.value) / (to.value - from.value);
  return from.probability + share * (to.probability - from.probability);
}

/** The first index from which `holds` is true, by bisection; `length` if there is none. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
