/** How a scenario writes a distribution: one family by `type`, its parameters in durations, quantities or plain numbers. */
import { z } from 'zod';
import { parseAmount, QuantityError } from '../../objects/quantity.ts';
import { parseDuration } from '../../time/duration.ts';
import { refuse, show, wanted } from './field.ts';

/** Reads one parameter or draw: a time in seconds, or an amount of a resource. Undefined if it is neither. */
export type ReadUnit = (written: string | number) => number | undefined;

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

const written = z.union([z.string(), z.number()], { error: wanted('a value', '5s, 500m or 2') });
const positive = z
  .number({ error: wanted('a number above 0', '1.5') })
  .positive({ error: (issue) => `${show(issue.input)} must be above 0` })
  .finite();
const probability = z
  .number({ error: wanted('a probability', '0.3') })
  .min(0, { error: 'a probability lies between 0 and 1' })
  .max(1, { error: 'a probability lies between 0 and 1' });

const FAMILY_NAMES = [
  'exponential',
  'weibull',
  'gamma',
  'lognormal',
  'normal',
  'uniform',
  'loguniform',
  'pareto',
  'lomax',
  'hyperexponential',
  'constant',
  'empirical',
  'choice',
] as const;

/**
 * The families as they are written. `written` parameters carry the unit of what is drawn; shape parameters and rates are plain numbers
 * (a rate is per second for times, per unit for amounts).
 */
export const distribution = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('exponential'), rate: positive.optional(), mean: written.optional() }),
      z.strictObject({ type: z.literal('weibull'), shape: positive, scale: written }),
      z.strictObject({ type: z.literal('gamma'), shape: positive, scale: written }),
      z.strictObject({
        type: z.literal('lognormal'),
        mu: z.number().finite().optional(),
        sigma: positive,
        median: written.optional(),
      }),
      z.strictObject({ type: z.literal('normal'), mean: written, sd: written }),
      z.strictObject({ type: z.literal('uniform'), min: written, max: written }),
      z.strictObject({ type: z.literal('loguniform'), min: written, max: written }),
      z.strictObject({ type: z.literal('pareto'), shape: positive, min: written }),
      z.strictObject({ type: z.literal('lomax'), shape: positive, scale: written }),
      z.strictObject({
        type: z.literal('hyperexponential'),
        phases: z
          .array(z.strictObject({ probability, rate: positive.optional(), mean: written.optional() }))
          .min(1, { error: 'needs at least one phase' }),
      }),
      z.strictObject({ type: z.literal('constant'), value: written }),
      z.strictObject({
        type: z.literal('empirical'),
        quantiles: z
          .array(z.strictObject({ probability, value: written }))
          .min(2, { error: 'needs at least two quantiles' }),
      }),
      z.strictObject({
        type: z.literal('choice'),
        options: z
          .array(z.strictObject({ value: written, weight: positive.optional() }))
          .min(1, { error: 'needs at least one option' }),
      }),
    ],
    {
      error: (issue) =>
        issue.code === 'invalid_union'
          ? `"type" must be one of ${FAMILY_NAMES.join(', ')}`
          : wanted('a distribution', '{type: exponential, mean: 30s}')(issue),
    },
  )
  .meta({ id: 'Distribution', description: 'A distribution to draw from' });

export type WrittenDistribution = z.output<typeof distribution>;

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
