/** Checks the arguments of InterPodAffinity and fills in their defaults (apis/config/v1/defaults.go). */
import * as z from 'zod';

export const affinityArguments = z
  .strictObject({
    hardPodAffinityWeight: z
      .int()
      .refine((weight) => weight >= 0 && weight <= 100, {
        error: ({ input }) => `Invalid value: ${String(input)}: not in valid range [0, 100]`,
      })
      .nullish(),
    ignorePreferredTermsOfExistingPods: z.boolean().nullish(),
  })
  .transform((given) => ({
    /** Weight of a required affinity of a pod on a node that matches the pod to schedule. */
    hardPodAffinityWeight: given.hardPodAffinityWeight ?? 1,
    /** Pods on nodes count only for a pod that has preferred terms itself. */
    ignorePreferredTermsOfExistingPods: given.ignorePreferredTermsOfExistingPods ?? false,
  }));

export type AffinityArguments = z.infer<typeof affinityArguments>;
