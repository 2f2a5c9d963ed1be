/** Lets the clock of a play jump to the next due event wherever it is proven that neither keg nor the cluster has anything to do until then. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { JumpMeter } from './jump-meter.ts';
import type { JumpingClock } from './jumping-clock.ts';
import type { Hold } from './quiet.ts';

/** What keg itself has to do. */
export interface OwnWork {
  /** When the next thing is due, on the play's clock; undefined: nothing is. */
  nextDue(): Microseconds | undefined;
  /** Whether calls wait or are under way. */
  isBusy(): boolean;
}

/**
 * Whether the cluster has nothing to do: then `waiting` pods wait for room. `wait`: how long it makes no sense to ask again, in wall
 * microseconds.
 */
export type JumpVerdict = { readonly waiting: number } | { readonly held: Hold; readonly wait: Microseconds };

export interface JumperOptions {
  readonly clock: JumpingClock;
  /** Scenario time ÷ wall time while there is work. */
  readonly speed: number;
  readonly own: OwnWork;
  readonly prove: () => Promise<JumpVerdict>;
  readonly meter: JumpMeter;
  readonly signal: AbortSignal;
}

/** A jump costs a proof of tens of milliseconds: a shorter way is walked. */
const SHORTEST: Microseconds = 60_000;
/** How often keg looks whether its own calls are answered. */
const LOOK_EVERY: Microseconds = 2_000;

/** Runs until the signal. @throws what `prove` throws. */
export async function runJumper(options: JumperOptions): Promise<void> {
  const { clock, speed, own, prove, meter, signal } = options;
  const { real } = clock;
  let since = real.now();
  const hold = async (reason: Hold, wait: Microseconds): Promise<void> => {
    await real.sleep(wait, signal).catch(() => {});
    const now = real.now();
    meter.held(reason, now - since);
    since = now;
  };
  while (!signal.aborted) {
    const due = own.nextDue();
    const left = due === undefined ? undefined : due - clock.now();
    if (left !== undefined && left <= SHORTEST) {
      await hold('events', Math.max(LOOK_EVERY, left));
      continue;
    }
    if (own.isBusy()) {
      await hold('calls', LOOK_EVERY);
      continue;
    }
    if (left === undefined) {
      await hold('events', LOOK_EVERY * 5);
      continue;
    }
    const verdict = await prove();
    if (signal.aborted) return;
    if (clock.isPaused) {
      await real.sleep(0, signal).catch(() => {});
      since = real.now();
      continue;
    }
    if ('held' in verdict) {
      await hold(verdict.held, Math.min(verdict.wait, left));
      continue;
    }
    // While it was proven, something may have become due earlier or begun.
    const by = (own.nextDue() ?? clock.now()) - clock.now();
    meter.held('scheduler', real.now() - since);
    since = real.now();
    if (own.isBusy() || by <= 0) continue;
    clock.jump(by);
    meter.jumped(Math.round(by * speed), verdict.waiting);
  }
}
