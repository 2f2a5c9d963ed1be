/** Checks the arguments of DefaultPreemption and fills in their defaults (apis/config/types_pluginargs.go, DefaultPreemptionArgs). */
import * as z from 'zod';

export interface PreemptionArguments {
  /** The dry run looks for this percentage of the nodes on which preemption might help, but at least for this number. */
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

export const preemptionArguments = z
  .strictObject({
    minCandidateNodesPercentage: z
      .int()
      .refine((value) => value >= 0 && value <= 100, {
        error: ({ input }) => `Invalid value: ${String(input)}: not in valid range [0, 100]`,
      })
      .nullish(),
    minCandidateNodesAbsolute: z
      .int()
      .refine((value) => value >= 0, {
        error: ({ input }) => `Invalid value: ${String(input)}: not in valid range [0, inf)`,
      })
      .nullish(),
  })
  .refine((args) => args.minCandidateNodesPercentage !== 0 || args.minCandidateNodesAbsolute !== 0, {
    path: ['minCandidateNodesPercentage'],
    error: 'Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute',
  })
  .transform(
    ({ minCandidateNodesPercentage, minCandidateNodesAbsolute }): PreemptionArguments => ({
      minCandidateNodesPercentage: minCandidateNodesPercentage ?? 10,
      minCandidateNodesAbsolute: minCandidateNodesAbsolute ?? 100,
    }),
  );
