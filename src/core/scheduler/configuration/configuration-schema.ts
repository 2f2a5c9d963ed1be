/** The part of a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) that keg reads; other fields are let through unread. */
import { z } from 'zod';

const text = z.string();
const pluginEntry = z.looseObject({ name: text, weight: z.int().min(0).optional() });
const pluginSet = z
  .looseObject({ enabled: z.array(pluginEntry).nullish(), disabled: z.array(pluginEntry).nullish() })
  .nullish();

const requirement = z.looseObject({ key: text, operator: text, values: z.array(text).nullish() });
const term = z.looseObject({
  matchExpressions: z.array(requirement).nullish(),
  matchFields: z.array(requirement).nullish(),
});
const nodeAffinity = z.looseObject({
  requiredDuringSchedulingIgnoredDuringExecution: z
    .looseObject({ nodeSelectorTerms: z.array(term) })
    .nullish(),
  preferredDuringSchedulingIgnoredDuringExecution: z
    .array(z.looseObject({ weight: z.int(), preference: term }))
    .nullish(),
});

const resource = z.looseObject({ name: text.min(1), weight: z.int().min(0).max(100).optional() });
const shapePoint = z.looseObject({
  utilization: z.int().min(0).max(100),
  score: z.int().min(0).max(10),
});
const scoringStrategy = z
  .looseObject({
    type: z.enum(['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio']).optional(),
    resources: z.array(resource).nullish(),
    requestedToCapacityRatio: z.looseObject({ shape: z.array(shapePoint).min(1) }).nullish(),
  })
  .refine((strategy) => strategy.type !== 'RequestedToCapacityRatio' || strategy.requestedToCapacityRatio, {
    path: ['requestedToCapacityRatio'],
    error: 'needs a shape, as RequestedToCapacityRatio is chosen',
  })
  .refine(({ requestedToCapacityRatio }) => rises(requestedToCapacityRatio?.shape ?? []), {
    path: ['requestedToCapacityRatio', 'shape'],
    error: 'utilization must rise from point to point',
  });

function rises(shape: readonly { readonly utilization: number }[]): boolean {
  return shape.every((point, i) => i === 0 || point.utilization > (shape[i - 1]?.utilization ?? 0));
}

/** Arguments of the plugins that have any that matter here, by plugin name. */
export const pluginArguments = {
  NodeResourcesFit: z.looseObject({
    scoringStrategy: scoringStrategy.nullish(),
    ignoredResources: z.array(text).nullish(),
    ignoredResourceGroups: z.array(text.regex(/^[^/]+$/, 'is a prefix, without a slash')).nullish(),
  }),
  NodeResourcesBalancedAllocation: z.looseObject({ resources: z.array(resource).nullish() }),
  NodeAffinity: z.looseObject({ addedAffinity: nodeAffinity.nullish() }),
};

export const profileSchema = z.looseObject({
  schedulerName: text.optional(),
  percentageOfNodesToScore: z.int().min(0).max(100).nullish(),
  plugins: z
    .looseObject({ multiPoint: pluginSet, filter: pluginSet, score: pluginSet, postFilter: pluginSet })
    .nullish(),
  pluginConfig: z.array(z.looseObject({ name: text, args: z.unknown() })).nullish(),
});

export const configurationSchema = z
  .looseObject({
    profiles: z.array(profileSchema).min(1),
    percentageOfNodesToScore: z.int().min(0).max(100).nullish(),
    podInitialBackoffSeconds: z.int().min(1).nullish(),
    podMaxBackoffSeconds: z.int().min(1).nullish(),
  })
  .refine(
    ({ podInitialBackoffSeconds, podMaxBackoffSeconds }) =>
      (podMaxBackoffSeconds ?? 10) >= (podInitialBackoffSeconds ?? 1),
    { path: ['podMaxBackoffSeconds'], error: 'is less than podInitialBackoffSeconds' },
  );

export type PluginSet = z.infer<typeof pluginSet>;
export type ProfileInput = z.infer<typeof profileSchema>;
export type ConfigurationInput = z.infer<typeof configurationSchema>;
