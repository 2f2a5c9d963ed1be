/** Defines the entries of `events.pods`. */
import { z } from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { arrivals, burst, jitter, pace } from './arrivals.ts';
import { distribution, times } from './distribution.ts';
import { count, duration, name, quantity, resourceList } from './field.ts';
import { pod } from './pod-manifest.ts';

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
});

const podPhases = phases.extend({
  withdrawn: times.optional().meta({
    description: 'From created to its deletion, of a pod that is not bound by then (default: never)',
  }),
});

export const end = z
  .enum(['deleted', 'succeeded', 'failed'], {
    error: wanted('an end (deleted, succeeded, failed)', 'succeeded'),
  })
  .meta({ description: 'How a run ends: deleted by its owner (default), or by itself' });

const endWeight = z
  .number({ error: wanted('a weight', '3') })
  .min(0, { error: (issue) => `${show(issue.input)} is negative: a weight is 0 or more` })
  .finite()
  .optional();

/** Ends of drawn pods by weight. */
const ends = z
  .union([end, z.strictObject({ deleted: endWeight, succeeded: endWeight, failed: endWeight })], {
    error: wanted('an end (deleted, succeeded, failed)', 'succeeded'),
  })
  .meta({ description: 'How a run ends; for drawn pods also by weight: {succeeded: 97, failed: 3}' });

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
    pace: pace.optional(),
    jitter: jitter.optional(),
    lifetime: times.optional().meta({ description: 'From started to its end; absent: for ever' }),
    requests: requests.optional(),
    start: duration.optional().meta({ description: 'When arrivals begin (default 0s)' }),
    count: count.optional().meta({ description: 'How many pods' }),
    until: duration.optional().meta({ description: 'No arrivals from this time on' }),
  })
  .meta({
    id: 'PodEntry',
    description: 'One pod (arrivalTime), or pods drawn from distributions (arrivals)',
  });

export type PodFields = z.output<typeof podEntry>;
