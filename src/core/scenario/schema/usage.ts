/** Defines what a pod uses, apart from what it requests: the key `usage` of pods, templates and workloads. */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';
import { duration, quantity } from './field.ts';

const SHARE = /^\d+(?:\.\d+)?%$/;

const amountWords = wanted('an amount or a share of the request', '250m or 40%');

const amount = z.union([z.string().regex(SHARE, { error: amountWords }), quantity], { error: amountWords });

const series = z
  .array(z.strictObject({ at: duration, value: amount }), {
    error: wanted('a list of amounts with their times', '[{at: 0s, value: 100m}, {at: 5m, value: 60%}]'),
  })
  .min(1, { error: 'needs at least one amount' });

/** By resource. */
export const usage = z
  .record(
    z.string(),
    z.union([amount, series], {
      error: wanted(
        'a usage (amount, share of the request, or list of them)',
        '250m, 40% or [{at: 0s, value: 100m}]',
      ),
    }),
    { error: wanted('a map of resource to usage', '{cpu: 250m, memory: 40%}') },
  )
  .meta({
    description:
      'What the pod uses, by resource: an amount, a share of its request as 40%, or a list of {at, value} from its start on',
  });

export type UsageFields = z.output<typeof usage>;
