/** Computes the next step of a Job: pods until enough have succeeded or too many have failed, and the wait after a failure. */
import { firstToGo } from './scale-down-order.ts';
import {
  createAnonymous,
  currentRevision,
  type JobProgress,
  NO_ORDERS,
  type Orders,
  type WorkloadState,
} from './workload-state.ts';

/** DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff of pkg/controller/job/job_controller.go, the same from 1.30 to 1.36. */
const FIRST_BACKOFF = 10 * 1e6;
const LONGEST_BACKOFF = 10 * 60 * 1e6;

/**
 * What a Job (NonIndexed, podReplacementPolicy TerminatingOrFailed) does next. It never has more pods than `parallelism` or than
 * completions are left. After a failure it creates none before the backoff is over. With more than `backoffLimit` failed pods all its pods are
 * deleted and the Job ends. A pod that something else deleted counts as failed.
 *
 * Source: pkg/controller/job/job_controller.go, syncJob, manageJob, isPodFailed (read at 1.36).
 */
export function syncJob(state: WorkloadState, now: number): Orders {
  const { pods, wanted, job } = state;
  const goal = currentRevision(state).plan.job;
  if (!goal || job.over) return NO_ORDERS;
  takeNews(job);
  if (job.failed > goal.backoffLimit || job.succeeded >= goal.completions) {
    job.over = true;
    return { create: [], remove: [...pods.values()] };
  }
  const missing = Math.min(goal.completions - job.succeeded, wanted) - pods.size;
  if (missing < 0) return { create: [], remove: firstToGo(pods.values(), -missing, now, 'linear') };
  if (missing === 0) return NO_ORDERS;
  const again = job.lastFailureAt + backoff(job.failuresSinceSuccess);
  return again > now ? { ...NO_ORDERS, again } : createAnonymous(missing);
}

/** Failures are counted from the last success on. Source: pkg/controller/job/backoff_utils.go, newBackoffRecord. */
function takeNews(job: JobProgress): void {
  for (const { at, succeeded } of job.news.splice(0)) {
    if (succeeded) {
      job.succeeded += 1;
      job.failuresSinceSuccess = 0;
    } else {
      job.failed += 1;
      job.failuresSinceSuccess += 1;
      job.lastFailureAt = at;
    }
  }
}

/** 10 s, doubled for every further failure, at most 10 minutes. Source: getRemainingTimeForFailuresCount in the same file. */
function backoff(failures: number): number {
  if (failures === 0) return 0;
  return Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(failures - 1, 10));
}
