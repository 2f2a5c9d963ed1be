/** Computes the next step of a Job: pods until enough have succeeded or too many have failed, and the wait after a failure. */
import type { JobGoal } from '../../core/scenario/drawn-jobs.ts';
import type { JobLimit } from './job-limits.ts';
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
 * deleted and the Job ends, and so it does `activeDeadlineSeconds` after its first sync. A pod that something else deleted counts as failed.
 *
 * Source: pkg/controller/job/job_controller.go, syncJob, manageJob, isPodFailed (read at 1.36), pastActiveDeadline (read at 1.37).
 */
export function syncJob(state: WorkloadState, now: number): Orders {
  const { job } = state;
  const goal = currentRevision(state).plan.job;
  if (!goal) return NO_ORDERS;
  if (job.over) return afterItsEnd(state, goal, now);
  job.startedAt ??= now;
  takeNews(job);
  const deadline = deadlineOf(job.startedAt, goal);
  if (
    job.failed > goal.backoffLimit ||
    job.succeeded >= goal.completions ||
    (deadline !== undefined && deadline.at <= now)
  ) {
    job.over = true;
    const remove = [...state.pods.values()];
    return remove.length > 0 ? { create: [], remove } : afterItsEnd(state, goal, now);
  }
  return { ...nextPods(state, goal, now), limit: deadline };
}

/**
 * A Job is complete or failed when the last of its pods is terminal or gone, and deleted with its pods `ttlSecondsAfterFinished` later.
 *
 * Source: pkg/controller/ttlafterfinished/ttlafterfinished_controller.go, processTTL (read at 1.37).
 */
function afterItsEnd(
  { job, pods, leaving }: WorkloadState,
  { ttlSecondsAfterFinished }: JobGoal,
  now: number,
): Orders {
  if (pods.size + leaving.size > 0) return NO_ORDERS;
  job.finishedAt ??= now;
  if (ttlSecondsAfterFinished === undefined || job.isDeleted) return NO_ORDERS;
  const at = job.finishedAt + ttlSecondsAfterFinished * 1e6;
  if (at > now) return { ...NO_ORDERS, limit: { kind: 'deletion', at } };
  job.isDeleted = true;
  return { ...NO_ORDERS, isDeleted: true };
}

function deadlineOf(startedAt: number, { activeDeadlineSeconds }: JobGoal): JobLimit | undefined {
  if (activeDeadlineSeconds === undefined) return undefined;
  return { kind: 'deadline', at: startedAt + activeDeadlineSeconds * 1e6 };
}

function nextPods({ pods, wanted, job }: WorkloadState, goal: JobGoal, now: number): Orders {
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
