/** Declares where a play with `--speed max` reads the counters of the cluster. */
import type { Microseconds } from '../../../core/time/microseconds.ts';

/** Where the counters are served, as the command line gives it. */
export interface JumpAccess {
  readonly schedulerMetrics: string | undefined;
  readonly controllerMetrics: string | undefined;
  /** podMaxBackoffSeconds of the cluster's scheduler. */
  readonly maxBackoff: Microseconds | undefined;
}
