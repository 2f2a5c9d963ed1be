/** Checks the arguments of NodeResourcesFit and fills in their defaults (apis/config/types_pluginargs.go, NodeResourcesFitArgs). */
import { z } from 'zod';
import { type ScoredResource, scoredResources } from './resource-scoring.ts';
import type { ShapePoint } from './resource-strategies.ts';

export type ScoringStrategy =
  | { readonly type: 'LeastAllocated' | 'MostAllocated'; readonly resources: readonly ScoredResource[] }
  | {
      readonly type: 'RequestedToCapacityRatio';
      readonly resources: readonly ScoredResource[];
      readonly shape: readonly ShapePoint[];
    };

const shapePoint = z.looseObject({
  utilization: z.int().min(0).max(100),
  score: z.int().min(0).max(10),
});

const scoringStrategy = z
  .looseObject({
    type: z.enum(['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio']).default('LeastAllocated'),
    resources: scoredResources,
    requestedToCapacityRatio: z.looseObject({ shape: z.array(shapePoint).min(1) }).nullish(),
  })
  .refine((strategy) => strategy.type !== 'RequestedToCapacityRatio' || strategy.requestedToCapacityRatio, {
    path: ['requestedToCapacityRatio'],
    error: 'is missing: the strategy RequestedToCapacityRatio needs a shape',
  })
  .refine(({ requestedToCapacityRatio }) => rises(requestedToCapacityRatio?.shape ?? []), {
    path: ['requestedToCapacityRatio', 'shape'],
    error: 'utilization must rise from point to point',
  })
  .transform(
    ({ type, resources, requestedToCapacityRatio }): ScoringStrategy =>
      type === 'RequestedToCapacityRatio'
        ? { type, resources, shape: requestedToCapacityRatio?.shape ?? [] }
        : { type, resources },
  );

const none: readonly string[] = [];

export const fitArguments = z
  .looseObject({
    scoringStrategy: scoringStrategy.nullish(),
    ignoredResources: z.array(z.string()).nullish(),
    ignoredResourceGroups: z.array(z.string().regex(/^[^/]+$/, 'must be a prefix without a slash')).nullish(),
  })
  .transform((given) => ({
    strategy: given.scoringStrategy ?? scoringStrategy.parse({}),
    /** Extended resources that are not checked, by name or by the group before the slash. */
    ignoredResources: given.ignoredResources ?? none,
    ignoredResourceGroups: given.ignoredResourceGroups ?? none,
  }));

export type FitArguments = z.infer<typeof fitArguments>;

function rises(shape: readonly ShapePoint[]): boolean {
  return shape.every((point, i) => i === 0 || point.utilization > (shape[i - 1]?.utilization ?? 0));
}
