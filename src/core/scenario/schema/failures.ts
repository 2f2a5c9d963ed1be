/** Defines events.failures in a scenario file: nodes, zones and spot capacity that fail and come back at random times. */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';
import { times } from './distribution.ts';
import { duration, labels, name } from './field.ts';

export const failureEntry = z
  .strictObject(
    {
      name: name
        .optional()
        .meta({ description: 'Name of its random draws (default: its place in the list, as 1)' }),
      nodes: z
        .union([name, z.array(name).min(1, { error: 'needs at least one name' })], {
          error: wanted('a name or a list of names', 'worker'),
        })
        .optional()
        .meta({ description: 'Nodes or pools that fail (default: all nodes)' }),
      labels: labels
        .optional()
        .meta({ description: 'Only nodes with these labels, as {karpenter.sh/capacity-type: spot}' }),
      per: z
        .string({ error: wanted('node, zone or the key of a label', 'zone') })
        .min(1, { error: 'node, zone or the key of a label' })
        .optional()
        .meta({
          description:
            'What fails as one: node (default), zone (topology.kubernetes.io/zone), or the key of a label: all nodes with the same value fail at once',
        }),
      betweenFailures: times.meta({ description: 'From its return, or from its start, to its next failure' }),
      repair: times.optional().meta({ description: 'From a failure to its return (default: never)' }),
      notice: duration
        .optional()
        .meta({ description: 'So long before a failure the node is cordoned and drained (default 0s)' }),
      grace: duration.optional().meta({
        description:
          'The longest time that a drained pod takes to end (default: its terminationGracePeriodSeconds)',
      }),
    },
    { error: wanted('a failure', '{nodes: worker, betweenFailures: 72h, repair: 10m}') },
  )
  .meta({ id: 'Failure', description: 'Nodes that fail and return at random times' });

export type FailureEntry = z.output<typeof failureEntry>;
