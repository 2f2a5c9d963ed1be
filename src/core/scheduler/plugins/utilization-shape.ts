/** Checks the argument `shape`, which maps utilisation to a score (validation_pluginargs.go, validateFunctionShape). */
import * as z from 'zod';

/** An integer from 0 to a limit. Left out, it is 0. */
function upTo(most: number) {
  return z
    .int()
    .refine((value) => value >= 0 && value <= most, {
      error: ({ input }) => `Invalid value: ${String(input)}: not in valid range [0, ${most}]`,
    })
    .default(0);
}

/** Points with rising utilisation. */
export const utilizationShape = z
  .array(z.strictObject({ utilization: upTo(100), score: upTo(10) }))
  .refine(
    (shape) => shape.every(({ utilization }, i) => i === 0 || utilization > (shape[i - 1]?.utilization ?? 0)),
    {
      error: 'Invalid value: values of utilization must be sorted in increasing order',
    },
  );
