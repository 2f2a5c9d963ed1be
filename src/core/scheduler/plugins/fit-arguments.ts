/** Checks the arguments of NodeResourcesFit and fills in their defaults (apis/config/types_pluginargs.go, NodeResourcesFitArgs). */
import * as z from 'zod';
import { type ScoredResource, scoredResources } from './resource-scoring.ts';
import type { ShapePoint } from './resource-strategies.ts';
import { utilizationShape } from './utilization-shape.ts';

export type ScoringStrategy =
  | { readonly type: 'LeastAllocated' | 'MostAllocated'; readonly resources: readonly ScoredResource[] }
  | {
      readonly type: 'RequestedToCapacityRatio';
      readonly resources: readonly ScoredResource[];
      readonly shape: readonly ShapePoint[];
    };

const TYPES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'] as const;
const LABEL_NAME = /^(?:[^/]+\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/** A strategy without a type is refused, as in kube-scheduler. */
const scoringStrategy = z
  .strictObject({
    type: z.enum(TYPES, {
      error: ({ input }) =>
        `Unsupported value: ${JSON.stringify(input ?? '')}: supported values: ${TYPES.map((type) => JSON.stringify(type)).join(', ')}`,
    }),
    resources: scoredResources,
    requestedToCapacityRatio: z
      .strictObject({
        shape: utilizationShape.min(1, 'Required value: at least one point must be specified'),
      })
      .nullish(),
  })
  .superRefine(({ type, requestedToCapacityRatio }, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', path: ['requestedToCapacityRatio'], message });
    if (type === 'RequestedToCapacityRatio' && !requestedToCapacityRatio)
      refuse('Required value: must be specified when type is RequestedToCapacityRatio');
    if (type !== 'RequestedToCapacityRatio' && requestedToCapacityRatio)
      refuse('Forbidden: must be left out when type is not RequestedToCapacityRatio');
  })
  .transform(
    ({ type, resources, requestedToCapacityRatio }): ScoringStrategy =>
      type === 'RequestedToCapacityRatio'
        ? { type, resources, shape: requestedToCapacityRatio?.shape ?? [] }
        : { type, resources },
  );

const none: readonly string[] = [];

const resourceName = z.string().regex(LABEL_NAME, {
  error: ({ input }) => `Invalid value: ${JSON.stringify(input)}: is not the name of a resource`,
});

export const fitArguments = z
  .strictObject({
    scoringStrategy: scoringStrategy.nullish(),
    ignoredResources: z.array(resourceName).nullish(),
    ignoredResourceGroups: z
      .array(
        resourceName.refine((group) => !group.includes('/'), {
          error: ({ input }) =>
            `Invalid value: ${JSON.stringify(input)}: must be a prefix without a slash: resource group name can't contain '/'`,
        }),
      )
      .nullish(),
  })
  .transform((given) => ({
    strategy: given.scoringStrategy ?? scoringStrategy.parse({ type: 'LeastAllocated' }),
    /** Extended resources that are not checked, by name or by the group before the slash. */
    ignoredResources: given.ignoredResources ?? none,
    ignoredResourceGroups: given.ignoredResourceGroups ?? none,
  }));

export type FitArguments = z.infer<typeof fitArguments>;
