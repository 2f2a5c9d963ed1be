/** States how long a pod may take to end after its deletion was requested. */
import type { PodSpec } from './pod.ts';

/** DefaultTerminationGracePeriodSeconds (pkg/apis/core/v1/defaults.go). */
const DEFAULT_GRACE_SECONDS = 30;

export function graceSecondsOf({ terminationGracePeriodSeconds }: PodSpec): number {
  return terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
}
