/** Defines cluster.autoscaler in a scenario file: pools of nodes that join and leave with the load. */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';
import { times } from './distribution.ts';
import { count, duration, name, resourceList } from './field.ts';
import { nodeTemplate } from './node-manifest.ts';

const pool = z
  .strictObject(
    {
      name: name.meta({ description: 'The pool; its nodes are called NAME-0, NAME-1, …' }),
      template: nodeTemplate,
      min: count.optional().meta({ description: 'Nodes that exist at 0s, and that never leave (default 0)' }),
      max: count.optional().meta({ description: 'Most nodes at one time (default: no limit)' }),
      limits: resourceList
        .optional()
        .meta({ description: 'Most capacity of all its nodes together, as {cpu: 100} (default: no limit)' }),
      delay: times
        .optional()
        .meta({ description: 'From the order of a node to its being ready (default 0s)' }),
      price: z
        .number({ error: wanted('a price', '0.38') })
        .min(0, { error: 'a price is 0 or more' })
        .optional()
        .meta({ description: 'Price of one node for one hour, in any currency' }),
    },
    { error: wanted('a pool', '{name: general, template: {allocatable: {cpu: 4, memory: 16Gi}}}') },
  )
  .meta({ id: 'AutoscalerPool', description: 'Nodes of one shape' });

const consolidation = z
  .strictObject({
    emptyAfter: duration
      .optional()
      .meta({ description: 'A node without pods leaves after this time (default 10m)' }),
    underusedAfter: duration
      .optional()
      .meta({ description: 'A node that is underused for this time is drained (default 10m)' }),
    underusedBelow: z
      .number({ error: wanted('a share', '0.5') })
      .min(0, { error: 'a share is 0 or more' })
      .max(1, { error: 'a share is at most 1' })
      .optional()
      .meta({
        description: 'Underused: less than this share of cpu and of memory is requested (default 0.5)',
      }),
    cooldown: duration
      .optional()
      .meta({ description: 'No node leaves for this time after a node joined (default 10m)' }),
  })
  .meta({ description: 'When nodes leave' });

/** The value of `cluster.autoscaler`. */
export const autoscalerFields = z
  .strictObject(
    {
      pools: z
        .array(pool, { error: wanted('a list of pools', '[...]') })
        .min(1, { error: 'needs at least one pool' }),
      expander: z
        .enum(['least-waste', 'price'], { error: wanted('an expander (least-waste, price)', 'price') })
        .optional()
        .meta({ description: 'Which pool gets the next node, if several could (default least-waste)' }),
      batch: duration
        .optional()
        .meta({ description: 'From the first pod without room to the order of nodes (default 0s)' }),
      consolidation: consolidation.optional(),
    },
    { error: wanted('an autoscaler', '{pools: [...]}') },
  )
  .meta({
    id: 'Autoscaler',
    description:
      'Nodes that join when pods have no room, and leave when they are not needed; embedded target only',
  });

export type AutoscalerEntry = z.output<typeof autoscalerFields>;
