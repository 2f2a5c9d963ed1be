/** Defines the leaf values of a scenario file (durations, quantities, names), each with an error that gives a valid example. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { parseQuantity, QuantityError } from '../../objects/quantity.ts';
import { parseDuration } from '../../time/duration.ts';

const durationError = wanted('a duration', '5s, 1m30s or 250ms');

/** A Go duration of 0 or more. Its parsed value is integer microseconds. */
export const duration = z
  .string({ error: durationError })
  .meta({ description: 'A Go duration, as 1m30s or 250us', examples: ['5s', '1m30s'] })
  .transform((text, context) => {
    const microseconds = parseDuration(text.trim());
    if (microseconds === undefined) return refuse(context, text, durationError({ input: text }));
    if (microseconds < 0)
      return refuse(context, text, `${show(text)} is negative: scenario time starts at 0s`);
    return microseconds;
  });

const quantityError = wanted('a quantity', '500m, 2 or 1.5Gi');

/** A Kubernetes quantity of 0 or more. It is kept as written. */
export const quantity = z
  .union([z.string(), z.number()], { error: quantityError })
  .meta({ description: 'A Kubernetes quantity, as 500m, 2 or 1.5Gi', examples: ['500m', '1.5Gi'] })
  .transform((value, context) => {
    const problem = quantityProblem(value);
    return problem === undefined ? value : refuse(context, value, problem);
  });

function quantityProblem(value: string | number): string | undefined {
  try {
    return parseQuantity(value, 3) < 0
      ? `${show(value)} is negative: a quantity here is 0 or more`
      : undefined;
  } catch (error) {
    if (error instanceof QuantityError) return `${error.message}`;
    throw error;
  }
}

/** Quantities by resource name. */
export const resourceList = z.record(z.string(), quantity, {
  error: wanted('a map of resource to quantity', '{cpu: 500m, memory: 1Gi}'),
});

/** A name: from 1 to 253 characters, the limit of Kubernetes. */
export const name = z
  .string({ error: wanted('a name', 'web-1') })
  .min(1, { error: 'a name must not be empty' })
  .max(253, { error: 'a name has at most 253 characters (Kubernetes)' });

/** Free text. Numbers and booleans are converted, because YAML reads unquoted text such as 1.0 as a number. */
export const freeText = z
  .union([z.string(), z.number(), z.boolean()], { error: wanted('text', '"a description"') })
  .transform(String);

/** A map of strings, such as labels. Numbers and booleans are refused, as by the API server. */
export const labels = z.record(z.string(), z.string({ error: wanted('a string', '"true" (in quotes)') }), {
  error: wanted('a map of words to words', '{app: web}'),
});

export const count = z
  .int({ error: wanted('a whole number', '100') })
  .min(0, { error: 'a count is 0 or more' })
  .max(5_000_000, { error: 'at most 5 million in one entry' });

/** Seconds as an API server takes them: a whole number of 32 bits, 0 or more. */
export const MOST_SECONDS = 2 ** 31 - 1;
export const seconds = z
  .int({ error: wanted('a whole number of seconds', '600') })
  .min(0, { error: 'seconds are 0 or more' })
  .max(MOST_SECONDS, { error: `at most ${MOST_SECONDS} seconds` })
  .optional();

/** Adds an issue at the current value and stops its parsing. */
export function refuse(context: z.RefinementCtx, input: unknown, message: string): never {
  context.addIssue({ code: 'custom', message, input });
  return z.NEVER;
}
