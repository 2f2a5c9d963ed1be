/** Defines when Jobs are done, and Jobs that arrive as drawn pods do. */

import type { DrawnArrivals } from './drawn-arrivals.ts';

/** When a Job is done. */
export interface JobGoal {
  /** Pods that must succeed. */
  readonly completions: number;
  /** Failed pods beyond this many end the Job. */
  readonly backoffLimit: number;
  /** Seconds after its creation at which it fails; undefined: never. */
  readonly activeDeadlineSeconds?: number;
  /** Seconds after it is complete or failed at which it is deleted with its pods; undefined: never. */
  readonly ttlSecondsAfterFinished?: number;
}

/** Jobs NAME-0, NAME-1, …, one for each arrival. */
export interface JobSeries {
  readonly arrivals: DrawnArrivals;
  /** Each Job draws one, at least one. */
  readonly sizes: readonly JobSize[];
}

/** What belongs together in one Job. */
export interface JobSize {
  readonly weight: number;
  readonly parallelism: number;
  readonly goal: JobGoal;
}
