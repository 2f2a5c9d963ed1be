/** Checks the arguments of DefaultPreemption and fills in their defaults (apis/config/types_pluginargs.go, DefaultPreemptionArgs). */
import { z } from 'zod';

export interface PreemptionArguments {
  /** The dry run looks for this percentage of the nodes on which preemption might help, but at least for this number. */
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

export const preemptionArguments = z
  .looseObject({
    minCandidateNodesPercentage: z.int().min(0).max(100).default(10),
    minCandidateNodesAbsolute: z.int().min(0).default(100),
  })
  .refine((args) => args.minCandidateNodesPercentage > 0 || args.minCandidateNodesAbsolute > 0, {
    path: ['minCandidateNodesPercentage'],
    error: 'must not be 0 together with minCandidateNodesAbsolute',
  })
  .transform(
    ({ minCandidateNodesPercentage, minCandidateNodesAbsolute }): PreemptionArguments => ({
      minCandidateNodesPercentage,
      minCandidateNodesAbsolute,
    }),
  );
