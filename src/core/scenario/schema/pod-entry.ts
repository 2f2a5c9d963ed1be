/** Defines the entries of `events.pods`. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { alike, arrivals, burst, first, jitter, pace } from './arrivals.ts';
import { distribution, times } from './distribution.ts';
import { count, duration, name, quantity, resourceList } from './field.ts';
import { ownRun } from './own-run.ts';
import { pod } from './pod-manifest.ts';
import { usage } from './usage.ts';

const requests = z
  .union(
    [
      z.strictObject({
        type: z.literal('choice'),
        options: z
          .array(
            z.strictObject({
              weight: z.number().positive({ error: 'a weight is above 0' }).optional(),
              value: resourceList,
            }),
          )
          .min(1, { error: 'needs at least one option' }),
      }),
      z.strictObject({
        type: z.literal('choice'),
        table: name.meta({
          description:
            'A CSV file, relative to this one: its columns are weight and resources, its rows are sets',
        }),
      }),
      z.record(
        z.string(),
        z.union([quantity, distribution], {
          error: wanted('a quantity or a distribution', '500m or {type: uniform, min: 100m, max: 2}'),
        }),
      ),
    ],
    { error: wanted('requests', '{cpu: {type: uniform, min: 100m, max: 2}, memory: 1Gi}') },
  )
  .meta({
    description:
      "Drawn requests of the template's first container: one distribution a resource, or a choice of whole sets",
  });

export const phases = z.strictObject({
  started: times.optional().meta({ description: 'From bound to started (default 0s)' }),
  perStart: duration.optional().meta({ description: 'Added to started for each other start on the node' }),
  ready: times.optional().meta({ description: 'From started to ready (default 0s)' }),
  terminated: times.optional().meta({ description: 'From a deletion to the end (default 0s)' }),
  finished: times.optional().meta({
    description: 'From the end of its containers to the report of Succeeded or Failed (default 0s)',
  }),
});

const podPhases = phases.extend({
  withdrawn: times.optional().meta({
    description: 'From created to its deletion, of a pod that is not bound by then (default: never)',
  }),
});

const end = z
  .enum(['deleted', 'succeeded', 'failed'], {
    error: wanted('an end (deleted, succeeded, failed)', 'succeeded'),
  })
  .meta({ description: 'How a run ends: deleted by its owner (default), or by itself' });

const endWeight = z
  .number({ error: wanted('a weight', '3') })
  .min(0, { error: (issue) => `${show(issue.input)} is negative: a weight is 0 or more` })
  .finite()
  .optional();

const weights = { deleted: endWeight, succeeded: endWeight, failed: endWeight };

/** Ends of drawn pods by weight, for all ages or from each age on. */
export const ends = z
  .union([end, z.strictObject(weights), z.array(z.strictObject({ from: duration, ...weights })).min(1)], {
    error: wanted('an end (deleted, succeeded, failed)', 'succeeded'),
  })
  .meta({
    description:
      'How a run ends; for drawn pods and workloads also by weight, {succeeded: 97, failed: 3}, and by the age at the end, [{from: 0s, failed: 1}, {from: 10m, succeeded: 1}]',
  });

/** Competing ends: each pod draws a lifetime for every one of them, and the shortest counts. */
const competingEnds = z
  .array(z.strictObject({ end, lifetime: times }), {
    error: wanted('a list of ends with their lifetimes', '[{end: failed, lifetime: 10s}]'),
  })
  .min(1, { error: 'needs at least one end' })
  .meta({
    description:
      'Instead of lifetime and end: a lifetime for each way to end. The shortest drawn lifetime counts',
  });

const lifetime = times.optional().meta({ description: 'From started to its end; absent: for ever' });

const mix = z
  .array(
    z.strictObject({
      weight: z
        .number({ error: wanted('a weight', '3') })
        .positive({ error: 'a weight is above 0' })
        .finite()
        .optional()
        .meta({ description: 'Its share of the pods that arrive while it holds (default 1)' }),
      from: duration
        .optional()
        .meta({ description: 'It holds for pods that arrive from then on (default 0s)' }),
      until: duration.optional().meta({ description: 'It holds for pods that arrive before then' }),
      requests: requests.optional(),
      lifetime,
      end: ends.optional(),
    }),
    { error: wanted('a list of members', '[{weight: 3, lifetime: 5m}, {lifetime: 2h}]') },
  )
  .min(1, { error: 'needs at least one member' })
  .meta({ description: 'Each pod draws one member: its requests, its lifetime and its end belong together' });

const update = z
  .strictObject({
    ungate: z
      .array(name, { error: wanted('a list of gates', '[example.com/quota]') })
      .optional()
      .meta({ description: 'Scheduling gates to remove' }),
    labels: z
      .record(z.string(), z.string({ error: wanted('a string or null', '"web"') }).nullable())
      .optional()
      .meta({ description: 'Labels to set; null removes a label' }),
    resize: z
      .strictObject({
        container: name.optional().meta({ description: 'Default: the first container' }),
        requests: resourceList.optional(),
        limits: resourceList.optional(),
      })
      .optional()
      .meta({ description: 'New requests and limits of one container; what is not named stays' }),
  })
  .meta({ description: 'Changes the pod of this name at arrivalTime' });

export const podEntry = z
  .strictObject({
    name: name.optional(),
    namespace: name.optional(),
    podSpec: pod.optional(),
    template: name.optional().meta({ description: 'A name under templates' }),
    usage: usage.optional(),
    eventType: z
      .enum(['create', 'delete', 'update'], {
        error: wanted('an event type (create, delete, update)', 'create'),
      })
      .nullish()
      .transform((type) => type ?? undefined),
    update: update.optional(),
    end: ends.optional(),
    ends: competingEnds.optional(),
    phases: podPhases.optional(),
    arrivalTime: duration.optional().meta({ description: 'When it is created' }),
    evictTime: duration
      .optional()
      .meta({ description: 'How long it runs, counted from Running; absent or 0s: for ever' }),
    arrivals: arrivals.optional(),
    distribution: distribution
      .optional()
      .meta({ description: 'The same as arrivals (from the README of kube-event-generator)' }),
    burst: burst.optional(),
    alike: alike.optional(),
    pace: pace.optional(),
    jitter: jitter.optional(),
    first: first.optional(),
    lifetime,
    requests: requests.optional(),
    mix: mix.optional(),
    ages: z
      .array(
        z.union([duration, z.strictObject({ age: duration, ...ownRun })], {
          error: wanted('an age, or an age with a lifetime', '5h or {age: 5h, lifetime: 9h}'),
        }),
        { error: wanted('a list of ages', '[5h, 3h2m]') },
      )
      .min(1, { error: 'needs at least one age' })
      .optional()
      .meta({ description: 'Instead of arrivals: pods that exist at 0s, and how long before they started' }),
    residual: times.optional().meta({
      description:
        'The rest of the lifetime of pods with ages; without it, lifetime holds, given that it is longer than the age',
    }),
    start: duration.optional().meta({ description: 'When arrivals begin (default 0s)' }),
    count: count.optional().meta({ description: 'How many pods' }),
    until: duration.optional().meta({ description: 'No arrivals from this time on' }),
  })
  .meta({
    id: 'PodEntry',
    description:
      'One pod (arrivalTime), pods drawn from distributions (arrivals), or pods that exist at 0s (ages)',
  });

export type PodFields = z.output<typeof podEntry>;
