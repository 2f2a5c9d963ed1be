/** Describes the pods of one Job: how many ran at the same time, how many had to succeed, and how many could fail. */

import type { ControlledPod, WantedSize } from './controller-clues.ts';
import { countChanges, presentAtStart } from './count-changes.ts';
import type { FoundStep, JobTimes } from './found-workload.ts';

export interface JobRun {
  readonly pods: readonly ControlledPod[];
  /** Seconds. */
  readonly at: number;
  readonly parallelism: number;
  /** Later changes of the parallelism. */
  readonly changes: readonly FoundStep[];
  readonly completions: number;
  /** Undefined: the default. */
  readonly backoffLimit: number | undefined;
  readonly limits?: JobTimes;
  /** Whether more of its pods failed than it allowed. */
  readonly hasFailed: boolean;
  /** Whether it goes on when the window ends, so that it may have more completions. */
  readonly isCut: boolean;
}

const DEFAULT_BACKOFF_LIMIT = 6;

/** @param sizes - of the object of the Job; empty where the recording has none. */
export function jobRun(pods: readonly ControlledPod[], sizes: readonly WantedSize[]): JobRun {
  const present = presentAtStart(pods).length;
  const begun = present > 0 ? 0 : Math.min(...pods.map(({ created }) => created));
  const over = pods.some(({ gone }) => gone === undefined)
    ? Number.POSITIVE_INFINITY
    : Math.max(...pods.map(({ gone }) => gone!));
  // The size that the Job had when its pods began: its object may be there long before, as in a dump.
  const known = sizes.filter(({ at }) => at < over);
  const from = Math.max(
    0,
    known.findLastIndex(({ at }) => at <= begun),
  );
  const [first, ...later] = known.slice(from);
  const isWatched = first !== undefined && present === 0;
  const count = (cause: ControlledPod['cause']): number => pods.filter((pod) => pod.cause === cause).length;
  const succeeded = count('succeeded');
  const failed = count('failed');
  const running = pods.filter(({ gone }) => gone === undefined).length;
  const most = mostAtOnce(pods);
  const seen = Math.max(1, succeeded + running);
  const completions = (isWatched ? first.completions : undefined) ?? (succeeded > 0 ? seen : most);
  const hasFailed = running === 0 && failed > 0 && succeeded < completions;
  return {
    pods,
    at: begun,
    parallelism: Math.max(1, (isWatched && first.pods > 0 ? first.pods : undefined) ?? most),
    changes: isWatched ? changesOf(later, pods) : withdrawal(pods),
    completions,
    backoffLimit: limitOf(hasFailed ? failed : failed + count('evicted'), hasFailed),
    ...limitsFrom(first, isWatched),
    hasFailed,
    isCut: running > 0 && !(isWatched && first.completions !== undefined),
  };
}

/** When a Job began that existed before is not known, so its deadline is not either. */
function limitsFrom(size: WantedSize | undefined, isWatched: boolean): Pick<JobRun, 'limits'> {
  const { activeDeadlineSeconds, ttlSecondsAfterFinished } = size?.limits ?? {};
  const limits = {
    ...(isWatched && activeDeadlineSeconds !== undefined && { activeDeadlineSeconds }),
    ...(ttlSecondsAfterFinished !== undefined && { ttlSecondsAfterFinished }),
  };
  return Object.keys(limits).length === 0 ? {} : { limits };
}

/**
 * A Job that did not fail may fail this often without an end: its failures are drawn again. A pod that was evicted or preempted counts as
 * failed (pkg/controller/job/job_controller.go, getNewFinishedPods).
 */
function limitOf(failed: number, hasFailed: boolean): number | undefined {
  if (failed === 0) return undefined;
  if (hasFailed) return failed - 1;
  const limit = DEFAULT_BACKOFF_LIMIT + 3 * failed;
  return limit > DEFAULT_BACKOFF_LIMIT ? limit : undefined;
}

/** A Job that failed deletes its pods that still run, and its object stays as it was. */
function changesOf(later: readonly WantedSize[], pods: readonly ControlledPod[]): FoundStep[] {
  const changes = later.map(({ at, pods: wanted }) => ({ at, pods: wanted }));
  return changes.at(-1)?.pods === 0 ? changes : [...changes, ...withdrawal(pods)];
}

/** A Job whose last pods were all deleted at once was deleted itself, or failed. */
function withdrawal(pods: readonly ControlledPod[]): FoundStep[] {
  const last = Math.max(...pods.map(({ gone }) => gone ?? Number.POSITIVE_INFINITY));
  const ended = pods.filter(({ gone, ended: end }) => gone === last || end === last);
  return Number.isFinite(last) && ended.length > 0 && ended.every(({ cause }) => cause === 'deleted')
    ? [{ at: last, pods: 0 }]
    : [];
}

function mostAtOnce(pods: readonly ControlledPod[]): number {
  let count = presentAtStart(pods).length;
  let most = count;
  for (const { by } of countChanges(pods)) {
    count += by;
    most = Math.max(most, count);
  }
  return most;
}

/** A run of a Job as the times of its pods show it. */
interface ShownRun {
  readonly pods: ControlledPod[];
  /** The number of pods at its begin. */
  size: number;
  /** From its first to its last pod of the begin, in seconds. */
  begun: { readonly first: number; last: number };
  /** Ends that no new pod has followed yet. */
  ends: number[];
  /** New pods after an end, and ends without a new pod. */
  follows: number;
  idle: number;
}

/** A controller creates the pods of one step at least this fast, in seconds a pod. */
const SLOWEST = 0.2;
/** Among the ends of a run, this share may have no new pod after them. */
const MOST_IDLE = 0.1;

/**
 * Splits pods without an owner into runs of Jobs. A run begins with pods that are created together; then each new pod follows the end of another
 * at most `gap` seconds earlier.
 *
 * @param most - runs.
 * @returns undefined where there are more runs, or where an end is not followed by a new pod while the run goes on.
 */
export function runsByHistory(
  pods: readonly ControlledPod[],
  gap: number,
  most: number,
): ControlledPod[][] | undefined {
  const runs: ShownRun[] = [];
  const there = presentAtStart(pods);
  if (there.length > 0) runs.push(begin(there, 0));
  for (const { at, by, pod } of countChanges(pods)) {
    const run = runs.at(-1);
    const end = run?.ends.findIndex((each) => at - each <= gap) ?? -1;
    if (by < 0) run?.ends.push(at);
    else if (run && end >= 0) {
      run.ends.splice(end, 1);
      run.idle += run.ends.filter((each) => at - each > gap).length;
      run.ends = run.ends.filter((each) => at - each <= gap);
      run.pods.push(pod);
      run.follows += 1;
    } else if (run && run.follows === 0 && at - run.begun.last <= gap) {
      run.pods.push(pod);
      run.size += 1;
      run.begun.last = at;
    } else runs.push(begin([pod], at));
    if (runs.length > most) return undefined;
  }
  return runs.every((run) => isShown(run, gap)) ? runs.map((run) => run.pods) : undefined;
}

function begin(pods: readonly ControlledPod[], at: number): ShownRun {
  const begun = { first: at, last: at };
  return { pods: [...pods], size: pods.length, begun, ends: [], follows: 0, idle: 0 };
}

/** Nothing is known of the begin of pods that existed before: there, new pods must follow the ends. */
function isShown({ pods, size, begun, follows, idle }: ShownRun, gap: number): boolean {
  const isTogether = pods[0]!.wasThere ? follows > 0 : begun.last - begun.first <= gap + SLOWEST * size;
  return isTogether && idle <= MOST_IDLE * follows;
}
