/** Every field of a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1). As in kube-scheduler, another field is an error. */
import * as z from 'zod';

const text = z.string();
const INT32_MOST = 2 ** 31 - 1;

/** An integer of a range, with kube-scheduler's words about another value (apis/config/validation/validation.go). */
function ranged(isValid: (value: number) => boolean, rule: string) {
  return z.int().refine(isValid, { error: ({ input }) => `Invalid value: ${String(input)}: ${rule}` });
}

const percentage = ranged((value) => value >= 0 && value <= 100, 'not in valid range [0-100]').nullish();
const duration = text.regex(/^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/, {
  error: ({ input }) => `Invalid value: ${JSON.stringify(input)}: is not a duration such as 15s`,
});

const pluginEntry = z.strictObject({
  name: text.min(1, 'Required value'),
  /** 0 stands for 1. */
  weight: ranged(
    (value) => value >= 0 && value <= INT32_MOST,
    'not in valid range [0, 2147483647]',
  ).nullish(),
});
const pluginSet = z
  .strictObject({ enabled: z.array(pluginEntry).nullish(), disabled: z.array(pluginEntry).nullish() })
  .nullish();

const pluginSets = z.strictObject({
  preEnqueue: pluginSet,
  queueSort: pluginSet,
  preFilter: pluginSet,
  filter: pluginSet,
  postFilter: pluginSet,
  preScore: pluginSet,
  score: pluginSet,
  reserve: pluginSet,
  permit: pluginSet,
  preBind: pluginSet,
  bind: pluginSet,
  postBind: pluginSet,
  multiPoint: pluginSet,
  /** From 1.36, for groups of pods. */
  placementGenerate: pluginSet,
  placementScore: pluginSet,
  /** From 1.37, for groups of pods. */
  podGroupPostFilter: pluginSet,
});

export const profileSchema = z.strictObject({
  schedulerName: text.min(1, 'Required value').nullish(),
  percentageOfNodesToScore: percentage,
  plugins: pluginSets.nullish(),
  /** Each plugin checks its own `args`. */
  pluginConfig: z.array(z.strictObject({ name: text.min(1, 'Required value'), args: z.unknown() })).nullish(),
});

/** The fields that keg does not read are checked all the same. */
export const configurationSchema = z
  .strictObject({
    apiVersion: text.optional(),
    kind: text.optional(),
    parallelism: ranged(
      (value) => value > 0 && value <= INT32_MOST,
      'should be an integer value greater than zero',
    ).nullish(),
    leaderElection: z
      .strictObject({
        leaderElect: z.boolean().nullish(),
        leaseDuration: duration.nullish(),
        renewDeadline: duration.nullish(),
        retryPeriod: duration.nullish(),
        resourceLock: text.nullish(),
        resourceName: text.nullish(),
        resourceNamespace: text.nullish(),
      })
      .nullish(),
    clientConnection: z
      .strictObject({
        kubeconfig: text.nullish(),
        acceptContentTypes: text.nullish(),
        contentType: text.nullish(),
        qps: z.number().nullish(),
        burst: ranged((value) => value >= 0, 'must be non-negative').nullish(),
      })
      .nullish(),
    enableProfiling: z.boolean().nullish(),
    enableContentionProfiling: z.boolean().nullish(),
    percentageOfNodesToScore: percentage,
    podInitialBackoffSeconds: ranged((value) => value > 0, 'must be greater than 0').nullish(),
    podMaxBackoffSeconds: z.int().nullish(),
    profiles: z.array(profileSchema).nullish(),
    /** Refused before, unless empty. */
    extenders: z.array(z.never()).nullish(),
    delayCacheUntilActive: z.boolean().nullish(),
  })
  .superRefine(({ podInitialBackoffSeconds, podMaxBackoffSeconds }, context) => {
    const most = podMaxBackoffSeconds ?? 10;
    if (most >= (podInitialBackoffSeconds ?? 1)) return;
    const message = `Invalid value: ${most}: must be greater than or equal to podInitialBackoffSeconds`;
    context.addIssue({ code: 'custom', path: ['podMaxBackoffSeconds'], message });
  });

export type PluginSet = z.infer<typeof pluginSet>;
export type ProfileInput = z.infer<typeof profileSchema>;
export type ConfigurationInput = z.infer<typeof configurationSchema>;
