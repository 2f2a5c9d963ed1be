/** Compares what the controllers of Jobs would do with what was recorded: the measure that decides whether Jobs explain the pods of a series. */

import { countChanges } from './count-changes.ts';
import type { JobRun } from './job-runs.ts';

/** Pods created, and pods of a Job that run beside each other, may differ by this share. */
const TOLERANCE = 0.05;
/** A Job waits so long after a failure, in seconds, if it is not the second in a row (docs/reference/scenario-workloads.md). */
const BACKOFF = 10;

/**
 * Whether Jobs of these sizes, whose pods fail as often as all recorded pods did, create as many pods as were recorded, and whether as many of
 * them run beside each other: integrated over time, the square of the pods of each Job.
 */
export function agreesAsJobs(runs: readonly JobRun[], window: number): boolean {
  const whole = runs.filter(({ isCut }) => !isCut);
  const pods = whole.flatMap((run) => run.pods);
  const failed = pods.filter(({ cause }) => cause === 'failed').length;
  if (pods.length === 0 || failed === pods.length) return false;
  const wanted = whole.reduce((sum, { completions }) => sum + completions, 0);
  const created = wanted / (1 - failed / pods.length);
  const [recorded, planned] = [recordedSquare, plannedSquare].map((square) =>
    whole.reduce((sum, run) => sum + square(run, window), 0),
  );
  return isClose(created, pods.length) && isClose(planned!, recorded!);
}

function isClose(planned: number, recorded: number): boolean {
  return Math.abs(planned - recorded) <= TOLERANCE * recorded;
}

function recordedSquare({ pods }: JobRun, window: number): number {
  return squareOf(
    countChanges(pods).map(({ at, by }) => ({ at, by })),
    window,
  );
}

/** The same runs in the same order, each as soon as the Job has room for it. */
function plannedSquare({ pods, at, parallelism }: JobRun, window: number): number {
  const free = Array.from({ length: parallelism }, () => at);
  const inOrder = [...pods].sort((left, right) => left.created - right.created);
  const changes = inOrder.flatMap(({ created, gone = window, cause }) => {
    const slot = free.indexOf(Math.min(...free));
    const from = free[slot]!;
    const to = from + gone - created;
    free[slot] = to + (cause === 'failed' ? BACKOFF : 0);
    return [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ];
  });
  return squareOf(
    changes.sort((left, right) => left.at - right.at || left.by - right.by),
    window,
  );
}

function squareOf(changes: readonly { readonly at: number; readonly by: number }[], window: number): number {
  let [count, sum] = [0, 0];
  for (const [index, { at, by }] of changes.entries()) {
    count += by;
    sum += count * count * ((changes[index + 1]?.at ?? window) - at);
  }
  return sum;
}
