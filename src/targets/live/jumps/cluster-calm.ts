/** Decides whether the controllers of the cluster have nothing to do, and whether none of their timers runs. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import type { ControllerCounters } from './controller-counters.ts';
import type { JumpVerdict } from './jumper.ts';

export interface ClusterCalm {
  /** Of the wall: it does not jump. */
  readonly clock: WallClock;
  /** Whether controllers take part in the play. */
  readonly hasControllers: boolean;
  /** Undefined where their metrics are not known. */
  readonly controllers: (() => Promise<ControllerCounters>) | undefined;
  /** When the run's watch last saw a pod change, on the same clock. */
  readonly changedAt: () => Microseconds;
  /** The timers of controllers that run in wall time, by name. */
  readonly openTimers: () => Promise<readonly string[]>;
}

/** A controller adds what it does again later to its queue after at most a second (client-go util/workqueue, default rate limiter at its start). */
const QUIET: Microseconds = 1_100_000;
/** What controllers may take to see a change and to act on it. Without their metrics nothing proves it. */
const GUARD: Microseconds = 2_500_000;
const LOOK_EVERY: Microseconds = 30_000;
const LONGEST_WAIT: Microseconds = 200_000;

/** @returns a function that gives what speaks against a jump; undefined: nothing. */
export function createClusterCalm(options: ClusterCalm): () => Promise<JumpVerdict | undefined> {
  const { clock, hasControllers, controllers, changedAt, openTimers } = options;
  let before: ControllerCounters | undefined;
  let since = 0;

  async function heldByControllers(): Promise<JumpVerdict | undefined> {
    if (controllers === undefined) return heldUntil(changedAt() + GUARD);
    const counters = await controllers();
    const now = clock.now();
    if (before === undefined || counters.adds !== before.adds) since = now;
    before = counters;
    if (counters.depth > 0) return { held: 'controllers', wait: LOOK_EVERY };
    return heldUntil(since + QUIET);
  }

  function heldUntil(end: Microseconds): JumpVerdict | undefined {
    const left = end - clock.now();
    return left > 0 ? { held: 'controllers', wait: Math.min(left, LONGEST_WAIT) } : undefined;
  }

  return async () => {
    const held = hasControllers ? await heldByControllers() : undefined;
    if (held !== undefined) return held;
    return (await openTimers()).length > 0 ? { held: 'timers', wait: LONGEST_WAIT } : undefined;
  };
}
