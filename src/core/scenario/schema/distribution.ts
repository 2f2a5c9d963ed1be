/** The schema of a distribution in a scenario: one family by `type`, with its parameters as durations, quantities or plain numbers. */
import * as z from 'zod';
import { FAMILIES } from '../../distributions/families/index.ts';
import type { ReadUnit } from '../../distributions/written/parameter-reader.ts';
import type { WrittenParameters } from '../../distributions/written/written-values.ts';
import { wanted } from '../../errors/shown-value.ts';
import { parseAmount, QuantityError } from '../../objects/quantity.ts';
import { parseDuration } from '../../time/duration.ts';
import { refuse } from './field.ts';

/** A time: a Go duration, or a bare number of seconds. */
export const readSeconds: ReadUnit = (written) => {
  if (typeof written === 'number') return Number.isFinite(written) ? written : undefined;
  const microseconds = parseDuration(written.trim());
  return microseconds === undefined ? undefined : microseconds / 1e6;
};

/** An amount of a resource in the units of ResourceAmounts: cpu in millicores, everything else in base units. */
export function readAmountOf(resource: string): ReadUnit {
  return (written) => {
    try {
      return parseAmount(resource, written);
    } catch (error) {
      if (error instanceof QuantityError) return undefined;
      throw error;
    }
  };
}

/** A distribution as the schema accepts it; the keys beside `type` depend on the family. */
export type WrittenDistribution = WrittenParameters & { readonly type: string };

type FamilySchema = z.ZodType<WrittenDistribution> & z.core.$ZodTypeDiscriminable;

const schemas = Object.values(FAMILIES).map(({ schema }) => schema) as unknown as [FamilySchema];

export const distribution = z
  .discriminatedUnion('type', schemas, {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? `"type" must be one of ${Object.keys(FAMILIES).join(', ')}`
        : wanted('a distribution', '{type: exponential, mean: 30s}')(issue),
  })
  .meta({ id: 'Distribution', description: 'A distribution to draw from' });

const durationOrDistribution = 'a duration or a distribution';

/** A distribution of times, or one duration for a constant. */
export const times = z
  .union([z.string(), distribution], { error: timesError })
  .transform((value, context): WrittenDistribution => {
    if (typeof value !== 'string') return value;
    const seconds = readSeconds(value);
    if (seconds === undefined || seconds < 0) {
      return refuse(
        context,
        value,
        wanted(durationOrDistribution, '5s or {type: exponential, mean: 30s}')({ input: value }),
      );
    }
    return { type: 'constant', value };
  });

function timesError(issue: { readonly input?: unknown }): string | undefined {
  const isObject = issue.input !== null && typeof issue.input === 'object' && !Array.isArray(issue.input);
  return isObject ? undefined : wanted(durationOrDistribution, '5s or {type: exponential, mean: 30s}')(issue);
}
