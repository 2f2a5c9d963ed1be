/** Proves, one moment at a time, that the cluster has nothing to do: fence, two scrapes, backoff, controllers, timers. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { createBackoffLeft } from './backoff-left.ts';
import { type ClusterCalm, createClusterCalm } from './cluster-calm.ts';
import type { Fence } from './fence.ts';
import type { JumpVerdict } from './jumper.ts';
import type { NotedWrites } from './noted-writes.ts';
import {
  type Backoff,
  type Baseline,
  baselineOf,
  hasAttemptUnderWay,
  hasPreemptionUnderWay,
  isIdle,
  isUnchanged,
} from './quiet.ts';
import type { SchedulerCounters } from './scheduler-counters.ts';

export interface ProofOptions extends ClusterCalm {
  readonly fence: Fence;
  readonly written: NotedWrites;
  readonly scheduler: () => Promise<SchedulerCounters>;
  readonly backoff: Backoff;
  /** Every attempt writes into the pod and so wakes it: jumps only while nothing waits. */
  readonly wakesByItself: boolean;
}

/** After this a fence that is not seen is looked for again. */
const PATIENCE: Microseconds = 2_000_000;
const LOOK_EVERY: Microseconds = 3_000;
/** For deletions, and for a scheduler that does not say how far it has seen (before 1.37). */
const GUARD: Microseconds = 200_000;
/** Counters that do not change for this long, on an idle scheduler, are taken as they are. */
const CALIBRATION: Microseconds = 1_100_000;

export function createProof(options: ProofOptions): () => Promise<JumpVerdict> {
  const { clock, fence, written, scheduler, backoff, wakesByItself } = options;
  const heldByOthers = createClusterCalm(options);
  let baseline: Baseline | undefined;
  let deletedBefore = 0;
  let last: SchedulerCounters | undefined;
  const waiting = createBackoffLeft(backoff);
  /** The last scrape in which nothing was under way: every pod that waited then had failed. */
  let calm: SchedulerCounters | undefined;
  /** Writes that a fence stands behind. */
  let fenced = -1;
  /** Since when the counters are those of now. */
  let calmSince = 0;

  async function scrape(): Promise<SchedulerCounters> {
    const counters = await scheduler();
    const now = clock.now();
    if (last === undefined || !isUnchanged(last, counters)) calmSince = now;
    const failed = last === undefined ? failedUnseen(counters) : counters.failed - last.failed;
    if (failed > 0) waiting.failed(failed, now, calm !== undefined && calm.moved === counters.moved);
    if (counters.unschedulable === 0 && counters.backoff === 0 && counters.active === 0) waiting.emptied();
    last = counters;
    return counters;
  }

  /** What speaks against idleness in one scrape. */
  function heldByScheduler(counters: SchedulerCounters): JumpVerdict | undefined {
    if (!isIdle(counters)) return held('scheduler', LOOK_EVERY * 5);
    if (clock.now() - calmSince >= CALIBRATION) return undefined;
    const deleted = fence.deletedUnbound - deletedBefore;
    const mayBeBusy =
      baseline === undefined ||
      hasAttemptUnderWay(counters, baseline, deleted) ||
      hasPreemptionUnderWay(counters, baseline);
    return mayBeBusy ? held('scheduler', LOOK_EVERY * 5) : undefined;
  }

  async function waitFor(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
    const end = clock.now() + PATIENCE;
    while (!(await isSo())) {
      if (clock.now() > end) return false;
      await clock.sleep(LOOK_EVERY);
    }
    return true;
  }

  /** Writes a fence behind keg's last write, and waits until keg's own watch and the scheduler have seen it. */
  async function passFence(before: SchedulerCounters): Promise<JumpVerdict | undefined> {
    const { writes } = written;
    if (fenced === writes) return undefined;
    const wanted = written.isEmpty ? undefined : await written.versions();
    const elsewhere = baseline?.gatedElsewhere ?? before.gated - fence.gatedSeen;
    await fence.write(before.gated - elsewhere);
    // Everything that the scheduler had written is in keg's watch once the fence is, because it was idle before the fence.
    if (!(await waitFor(() => fence.isSeen))) return held('fence', LOOK_EVERY);
    const isSeen = async (): Promise<boolean> => {
      const counters = await scrape();
      return counters.gated === fence.gatedSeen + elsewhere && hasReached(counters, wanted);
    };
    if (!(await waitFor(isSeen))) {
      // A pod of others may have been gated or freed: the next fence starts from what the scheduler says now.
      baseline = undefined;
      return held('fence', LOOK_EVERY);
    }
    if (written.hasDeletions || (wanted !== undefined && last?.stores === undefined))
      await clock.sleep(GUARD);
    fenced = writes;
    written.forget();
    return undefined;
  }

  return async () => {
    const before = await scrape();
    const busy = heldByScheduler(before);
    if (busy !== undefined) return busy;
    const unfenced = await passFence(before);
    if (unfenced !== undefined) return unfenced;
    const after = await scrape();
    const stillBusy = heldByScheduler(after);
    if (stillBusy !== undefined) return stillBusy;
    if (!isUnchanged(before, after)) return held('scheduler', 0);
    calm = after;
    baseline = baselineOf(after, fence.gatedSeen);
    deletedBefore = fence.deletedUnbound;
    if (after.unschedulable > 0) {
      if (wakesByItself) return held('backoff', GUARD);
      const left = (waiting.runsOutAt() ?? 0) - clock.now();
      if (left > 0) return held('backoff', Math.min(left, 1_000_000));
    }
    return (await heldByOthers()) ?? { waiting: after.unschedulable };
  };
}

function held(reason: Extract<JumpVerdict, { held: unknown }>['held'], wait: Microseconds): JumpVerdict {
  return { held: reason, wait };
}

/** Pods that waited before the first look may have failed any number of times. */
function failedUnseen({ unschedulable }: SchedulerCounters): number {
  return unschedulable > 0 ? Number.POSITIVE_INFINITY : 0;
}

function hasReached({ stores }: SchedulerCounters, wanted: ReadonlyMap<string, number> | undefined): boolean {
  if (wanted === undefined || stores === undefined) return true;
  return [...wanted].every(([resource, version]) => (stores.get(resource) ?? 0) >= version);
}
