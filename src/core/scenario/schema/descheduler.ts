/** Defines `cluster.descheduler`. The names of limits are those of a DeschedulerPolicy. */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';
import { THRESHOLD_MODES, type ThresholdMode } from '../../objects/node-scores/classify-nodes.ts';
import { NODE_SCORES } from '../../objects/node-scores/node-scores.ts';
import { PRESSURE_CURVE_NAMES } from '../../objects/node-scores/pressure-curve.ts';
import type { Descheduler, DeschedulerProfile } from '../descheduler.ts';
import { count, duration } from './field.ts';

const MODES = Object.keys(THRESHOLD_MODES) as ThresholdMode[];
const SCORES = NODE_SCORES.map(({ name }) => name);

const points = z
  .number({ error: wanted('points of a percentage, 0 to 100', '10') })
  .min(0, { error: wanted('points of a percentage, 0 to 100', '10') })
  .max(100, { error: wanted('points of a percentage, 0 to 100', '10') });

const oneOf = (what: string, names: readonly string[]) =>
  z.enum(names as [string, ...string[]], { error: wanted(`${what} (${names.join(', ')})`, names[0]!) });

/** What each profile may set. */
const rules = {
  mode: oneOf('a mode', MODES)
    .optional()
    .meta({ description: `How far below and above the mean a node may be: ${modesText()} (default Low)` }),
  thresholds: z
    .strictObject({ lower: points, upper: points })
    .optional()
    .meta({ description: 'Instead of mode: points of a percentage below and above the mean' }),
  by: z
    .enum(['requests', 'usage'], { error: wanted('what counts (requests, usage)', 'usage') })
    .optional()
    .meta({ description: 'What counts as used (default requests)' }),
  resources: z
    .array(z.enum(['cpu', 'memory'], { error: wanted('a resource (cpu, memory)', 'cpu') }), {
      error: wanted('a list of resources', '[cpu]'),
    })
    .min(1, { error: 'needs at least one resource' })
    .optional()
    .meta({
      description:
        'A node is under-used by all of these and over-used by one of them (default [cpu, memory])',
    }),
  score: oneOf('a score', SCORES)
    .optional()
    .meta({
      description: `Instead of resources, a score of nodes: ${SCORES.join(', ')}`,
    }),
  pressure: z
    .enum(PRESSURE_CURVE_NAMES as [(typeof PRESSURE_CURVE_NAMES)[number]], {
      error: wanted(`a curve (${PRESSURE_CURVE_NAMES.join(', ')})`, PRESSURE_CURVE_NAMES[0]!),
    })
    .optional()
    .meta({ description: `The model of the pressure in a score (default ${PRESSURE_CURVE_NAMES[0]})` }),
};

const profile = z.strictObject(rules).meta({ id: 'DeschedulerProfile' }).transform(profileOf);

export const descheduler = z
  .strictObject({
    interval: duration
      .refine((interval) => interval > 0, { error: 'the interval of a descheduler is above 0s' })
      .optional()
      .meta({ description: 'From one round to the next (default 60s)' }),
    maxNoOfPodsToEvictPerNode: count
      .optional()
      .meta({ description: 'Most evictions from a node in one round (default: no limit)' }),
    maxNoOfPodsToEvictPerNamespace: count
      .optional()
      .meta({ description: 'Most evictions from a namespace in one round (default: no limit)' }),
    maxNoOfPodsToEvictTotal: count
      .optional()
      .meta({ description: 'Most evictions in one round (default: no limit)' }),
    ...rules,
    profiles: z
      .array(profile, { error: wanted('a list of profiles', '[{mode: Low}]') })
      .min(1, { error: 'needs at least one profile' })
      .optional()
      .meta({
        description:
          'Instead of the keys above from mode on: several, which each round plays one after the other within the same limits',
      }),
  })
  .meta({
    id: 'Descheduler',
    description:
      'Evicts pods from over-used nodes on the embedded target, so that the scheduler places them again',
  })
  .transform((fields, context): Descheduler => {
    const own = Object.keys(rules).find((key) => fields[key as keyof typeof rules] !== undefined);
    if (fields.profiles && own !== undefined)
      context.addIssue({
        code: 'custom',
        path: [own],
        message: 'profiles are given as well: move it into each of them',
      });
    return {
      interval: fields.interval ?? 60e6,
      perNode: fields.maxNoOfPodsToEvictPerNode,
      perNamespace: fields.maxNoOfPodsToEvictPerNamespace,
      total: fields.maxNoOfPodsToEvictTotal,
      profiles: fields.profiles ?? [profileOf(fields, context)],
    };
  });

type Rules = z.output<z.ZodObject<typeof rules>>;

function profileOf(fields: Rules, context: z.RefinementCtx): DeschedulerProfile {
  if (fields.thresholds && fields.mode !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['mode'],
      message: 'thresholds are given as well: keep one of them',
    });
  if (fields.score !== undefined && fields.resources)
    context.addIssue({
      code: 'custom',
      path: ['score'],
      message: 'resources are given as well: keep one of them',
    });
  const { lower, upper } = fields.thresholds ?? { lower: undefined, upper: undefined };
  return {
    thresholds:
      lower === undefined || upper === undefined
        ? THRESHOLD_MODES[(fields.mode ?? 'Low') as ThresholdMode]
        : { lower: lower / 100, upper: upper / 100 },
    by: fields.by ?? 'requests',
    resources: fields.resources ?? ['cpu', 'memory'],
    score: fields.score,
    curve: fields.pressure ?? PRESSURE_CURVE_NAMES[0]!,
  };
}

function modesText(): string {
  return Object.entries(THRESHOLD_MODES)
    .map(([name, { lower, upper }]) => `${name} ${lower * 100}:${upper * 100}`)
    .join(', ');
}
