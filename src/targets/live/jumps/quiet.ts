/** Decides from counters whether a kube-scheduler has nothing to do, so that the clock may jump: pure rules, one reason for each refusal. */
import type { SchedulerCounters } from './scheduler-counters.ts';

/** What kept the clock from jumping. */
export const HOLDS = ['events', 'calls', 'fence', 'scheduler', 'backoff', 'controllers', 'timers'] as const;
export type Hold = (typeof HOLDS)[number];

/** What a counter has to be compared with: it started with the scheduler's process, and pods of others count too. */
export interface Baseline {
  /** Pods that entered activeQ minus attempts. A pod that is deleted while it waits in activeQ raises it for good. */
  readonly unattempted: number;
  /** Preemptions minus executions: one whose victims all terminate already is never executed. */
  readonly unexecuted: number;
  /** Gated pods that the run's watch does not see. */
  readonly gatedElsewhere: number;
}

export function baselineOf(counters: SchedulerCounters, gatedSeen: number): Baseline {
  return {
    unattempted: unattempted(counters),
    unexecuted: counters.preemptions - counters.executed,
    gatedElsewhere: counters.gated - gatedSeen,
  };
}

/** Whether no pod waits for an attempt, none is being bound, and no API call is still to be made. */
export function isIdle({ active, backoff, binding, calls }: SchedulerCounters): boolean {
  return active === 0 && backoff === 0 && binding === 0 && calls === 0;
}

/** Whether nothing happened between two scrapes, but for the fence. */
export function isUnchanged(before: SchedulerCounters, after: SchedulerCounters): boolean {
  const keys = ['incoming', 'bound', 'failed', 'preemptions', 'executed', 'unschedulable'] as const;
  return keys.every((key) => before[key] === after[key]);
}

/**
 * Whether an attempt is under way: a pod has left activeQ and its attempt is not counted yet. Pods that were deleted while they waited there
 * explain a difference.
 *
 * @param deleted pods that were deleted before they were bound, since the baseline.
 */
export function hasAttemptUnderWay(
  counters: SchedulerCounters,
  baseline: Baseline,
  deleted: number,
): boolean {
  return unattempted(counters) - baseline.unattempted > deleted;
}

/** Whether the scheduler still deletes victims. While it does, their preemptor is in no queue. */
export function hasPreemptionUnderWay(
  { preemptions, executed }: SchedulerCounters,
  baseline: Baseline,
): boolean {
  return preemptions - executed > baseline.unexecuted;
}

function unattempted({ incoming, bound, failed }: SchedulerCounters): number {
  return incoming - bound - failed;
}

/** The scheduler's backoff, in microseconds. */
export interface Backoff {
  readonly initial: number;
  readonly longest: number;
}

/** kube-scheduler's defaults: podInitialBackoffSeconds and podMaxBackoffSeconds (k8s.io/kubernetes pkg/scheduler/apis/config/v1/defaults.go). */
export const DEFAULT_BACKOFF: Backoff = { initial: 1_000_000, longest: 10_000_000 };

/**
 * The longest time for which a pod may still be backing off after its last failure: initial × 2^(attempts − 1), at most the longest one
 * (pkg/scheduler/backend/queue/backoff_queue.go).
 *
 * @param failures attempts that failed since a pod began to wait: no pod failed more often.
 */
export function backoffAfter(failures: number, { initial, longest }: Backoff): number {
  return failures <= 0 ? 0 : Math.min(longest, initial * 2 ** Math.min(30, failures - 1));
}
