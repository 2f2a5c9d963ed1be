/** Describes the pods of one Job: how many ran at the same time, how many had to succeed, and how many could fail. */

import type { OwnedPod, WantedSize } from './controller-clues.ts';
import type { FoundStep } from './found-workload.ts';
import { podChanges, presentAtStart } from './pod-changes.ts';

export interface JobRun {
  readonly pods: readonly OwnedPod[];
  /** Seconds. */
  readonly at: number;
  readonly parallelism: number;
  /** Later changes of the parallelism. */
  readonly changes: readonly FoundStep[];
  readonly completions: number;
  /** Undefined: the default. */
  readonly backoffLimit: number | undefined;
}

const DEFAULT_BACKOFF_LIMIT = 6;

/** @param sizes - of the object of the Job; empty where the recording has none. */
export function jobRun(pods: readonly OwnedPod[], sizes: readonly WantedSize[]): JobRun {
  const present = presentAtStart(pods).length;
  const begun = present > 0 ? 0 : Math.min(...pods.map(({ created }) => created));
  const over = pods.some(({ gone }) => gone === undefined)
    ? Number.POSITIVE_INFINITY
    : Math.max(...pods.map(({ gone }) => gone!));
  const [first, ...later] = sizes.filter(({ at }) => at < over);
  const isWatched = first !== undefined && present === 0;
  const count = (cause: OwnedPod['cause']): number => pods.filter((pod) => pod.cause === cause).length;
  const succeeded = count('succeeded');
  const failed = count('failed');
  const running = pods.filter(({ gone }) => gone === undefined).length;
  const most = mostAtOnce(pods);
  const seen = Math.max(1, succeeded + running);
  const completions = (isWatched ? first.completions : undefined) ?? (succeeded > 0 ? seen : most);
  const hasFailed = running === 0 && failed > 0 && succeeded < completions;
  return {
    pods,
    at: isWatched ? Math.min(first.at, begun) : begun,
    parallelism: Math.max(1, (isWatched && first.pods > 0 ? first.pods : undefined) ?? most),
    changes: isWatched ? later.map(({ at, pods: wanted }) => ({ at, pods: wanted })) : withdrawal(pods),
    completions,
    backoffLimit: limitOf(failed, hasFailed),
  };
}

/** A Job that did not fail may fail this often without an end: its failures are drawn again. */
function limitOf(failed: number, hasFailed: boolean): number | undefined {
  if (failed === 0) return undefined;
  if (hasFailed) return failed - 1;
  const limit = DEFAULT_BACKOFF_LIMIT + 3 * failed;
  return limit > DEFAULT_BACKOFF_LIMIT ? limit : undefined;
}

/** A Job whose last pods were all deleted at once was deleted itself. */
function withdrawal(pods: readonly OwnedPod[]): FoundStep[] {
  const last = Math.max(...pods.map(({ gone }) => gone ?? Number.POSITIVE_INFINITY));
  const ended = pods.filter(({ gone, ended: end }) => gone === last || end === last);
  return Number.isFinite(last) && ended.length > 0 && ended.every(({ cause }) => cause === 'deleted')
    ? [{ at: last, pods: 0 }]
    : [];
}

function mostAtOnce(pods: readonly OwnedPod[]): number {
  let count = presentAtStart(pods).length;
  let most = count;
  for (const { by } of podChanges(pods)) {
    count += by;
    most = Math.max(most, count);
  }
  return most;
}

/**
 * Splits pods without an owner into runs of Jobs. A run begins with pods that are created together; then each new pod follows the end of another
 * at most `gap` seconds earlier.
 *
 * @returns undefined where the pods do not come so: where an end is not followed by a new pod while the run goes on.
 */
export function runsByHistory(pods: readonly OwnedPod[], gap: number): OwnedPod[][] | undefined {
  const runs: { pods: OwnedPod[]; size: number; ends: number[]; follows: number; idle: number; last: number }[] =
    [];
  if (presentAtStart(pods).length > 0) {
    const there = [...presentAtStart(pods)];
    runs.push({ pods: there, size: there.length, ends: [], follows: 0, idle: 0, last: 0 });
  }
  for (const { at, by, pod } of podChanges(pods)) {
    const run = runs.at(-1);
    if (by < 0) run?.ends.push(at);
    else if (run && run.ends.some((end) => at - end <= gap)) {
      run.ends.splice(run.ends.findIndex((end) => at - end <= gap), 1);
      run.idle += run.ends.filter((end) => at - end > gap).length;
      run.ends = run.ends.filter((end) => at - end <= gap);
      run.pods.push(pod);
      run.follows += 1;
    } else if (run && run.follows === 0 && at - run.last <= gap) {
      run.pods.push(pod);
      run.size += 1;
      run.last = at;
    } else runs.push({ pods: [pod], size: 1, ends: [], follows: 0, idle: 0, last: at });
  }
  const isClosed = runs.every(({ follows, idle }) => idle <= 0.1 * follows);
  return isClosed ? runs.map((run) => run.pods) : undefined;
}
