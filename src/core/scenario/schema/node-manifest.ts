/** Defines nodes in a scenario: the template of a pool, and a Node as in a manifest. */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';
import { apiVersion, carried, flag, list, map, metadata, word, wordLike, writtenKind } from './api-fields.ts';
import { labels, resourceList } from './field.ts';

const taint = z.strictObject({
  key: word,
  value: wordLike.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], {
    error: wanted('an effect (NoSchedule, PreferNoSchedule, NoExecute)', 'NoSchedule'),
  }),
  ...carried('timeAdded'),
});

const image = z.strictObject({
  names: list(word),
  sizeBytes: z
    .int({ error: wanted('a number of bytes', '900000000') })
    .min(0, { error: 'a size is 0 bytes or more' })
    .optional(),
});

const images = list(image);
const declaredFeatures = list(word);

/** The value of `cluster.nodes[].template`. */
export const nodeTemplate = z
  .strictObject(
    {
      labels: map(labels),
      annotations: map(labels),
      taints: list(taint),
      capacity: map(resourceList),
      allocatable: map(resourceList),
      unschedulable: flag.optional(),
      images: images.meta({ description: 'Images that the node has: {names, sizeBytes}' }),
      declaredFeatures: declaredFeatures.meta({ description: 'Features that the kubelet declares' }),
    },
    { error: wanted('a node template', '{allocatable: {cpu: 4, memory: 16Gi}}') },
  )
  .meta({
    id: 'NodeTemplate',
    description: 'Labels, taints, capacity, allocatable and images of every node of the entry',
  });

/** A Node as in a manifest. */
export const nodeManifestFields = {
  apiVersion,
  kind: writtenKind('Node'),
  metadata: map(metadata),
  spec: z
    .strictObject({
      unschedulable: flag.optional(),
      taints: list(taint),
      ...carried('configSource', 'externalID', 'podCIDR', 'podCIDRs', 'providerID'),
    })
    .nullish(),
  status: z
    .strictObject({
      allocatable: map(resourceList),
      capacity: map(resourceList),
      images,
      declaredFeatures,
      ...carried(
        'addresses',
        'conditions',
        'config',
        'daemonEndpoints',
        'features',
        'nodeInfo',
        'phase',
        'runtimeHandlers',
        'volumesAttached',
        'volumesInUse',
      ),
    })
    .nullish(),
};
