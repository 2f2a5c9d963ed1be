/** Defines when the pods of an entry arrive: gaps or a list of times, bursts and pace. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { distribution, times } from './distribution.ts';
import { count, duration } from './field.ts';
import { ownRun } from './own-run.ts';

const listed = z
  .union([duration, z.strictObject({ at: duration, count: count.optional(), ...ownRun })], {
    error: wanted('a time, or a time with a count', '5s or {at: 1h, count: 30}'),
  })
  .meta({
    id: 'ListedArrival',
    description: 'When a pod arrives, or `count` pods together, and how they run',
  });

export const arrivals = z
  .union([z.array(listed).min(1, { error: 'needs at least one time' }), distribution], {
    error: (issue) =>
      issue.input !== null && typeof issue.input === 'object'
        ? undefined
        : wanted(
            'a distribution of gaps, or a list of times',
            '{type: exponential, mean: 30s} or [5s, 1m]',
          )(issue),
  })
  .meta({
    description:
      'A distribution of the gaps between arrivals (times in seconds or Go durations), or a list of times',
  });

const listedJob = z
  .union([duration, z.strictObject({ at: duration, count: count.optional() })], {
    error: wanted('a time, or a time with a count', '5s or {at: 1h, count: 30}'),
  })
  .meta({ id: 'ListedJob', description: 'When a Job arrives, or `count` Jobs together' });

/** A Job has no lifetime and no requests of its own. */
export const jobArrivals = z
  .union([z.array(listedJob).min(1, { error: 'needs at least one time' }), distribution], {
    error: wanted('a distribution of gaps, or a list of times', '{type: exponential, mean: 30m} or [5s, 1m]'),
  })
  .meta({ description: 'Job: a Job comes at each of these times, or after each of these gaps' });

export const first = times.meta({
  description: 'From start to the first arrival or burst (default: drawn as the other gaps)',
});

export const jitter = times.meta({
  description: 'How late each arrival or burst is (default 0s); the next one does not move with it',
});

export const burst = z
  .strictObject({
    size: z
      .union([count, distribution], { error: wanted('how many pods', '{type: uniform, min: 1, max: 8}') })
      .optional()
      .meta({
        description:
          'How many pods a burst has; drawn sizes are rounded, at least 1; not with a list of times',
      }),
    gap: times.optional().meta({ description: 'Between the pods of a burst (default 0s)' }),
  })
  .meta({ description: 'Pods arrive in bursts: arrivals draws the gaps between the starts of bursts' });

export const alike = z
  .strictObject({
    correlation: z
      .number({ error: wanted('a correlation', '0.9') })
      .min(0, { error: (issue) => `${show(issue.input)} is negative: a correlation is 0 to 1` })
      .max(1, { error: (issue) => `${show(issue.input)} is above 1: a correlation is 0 to 1` })
      .meta({ description: '0: each pod draws its own lifetime; 1: the pods of a burst draw one' }),
    within: duration.optional().meta({
      description:
        'A pod that arrives at most this long after the one before belongs to its burst (default: the bursts as written)',
    }),
  })
  .meta({ description: 'The pods of a burst run alike; the distribution of all lifetimes stays' });

export const pace = z
  .strictObject({
    every: duration.optional().meta({ description: 'The steps repeat after this long, as 24h for a day' }),
    steps: z
      .array(
        z.strictObject({
          at: duration,
          factor: z
            .number({ error: wanted('a factor', '0.5') })
            .min(0, { error: (issue) => `${show(issue.input)} is negative: a factor is 0 or more` })
            .max(1e6),
        }),
      )
      .min(1, { error: 'needs at least one step' }),
  })
  .meta({
    description: 'Factor of the arrival rate from each step on; 1 before the first step',
  });
