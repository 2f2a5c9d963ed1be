/** The part of a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) that keg reads. It ignores all other fields. */
import { z } from 'zod';

const text = z.string();
const pluginEntry = z.looseObject({ name: text, weight: z.int().min(0).optional() });
const pluginSet = z
  .looseObject({ enabled: z.array(pluginEntry).nullish(), disabled: z.array(pluginEntry).nullish() })
  .nullish();

export const profileSchema = z.looseObject({
  schedulerName: text.optional(),
  percentageOfNodesToScore: z.int().min(0).max(100).nullish(),
  /** By extension point, or `multiPoint`. */
  plugins: z.record(text, pluginSet).nullish(),
  /** Each plugin checks its own `args`. */
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
