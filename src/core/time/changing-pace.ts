/** Maps wall time to the time of a play in virtual time, whose speed can change and whose clock can stand still. */
import type { Microseconds } from './microseconds.ts';

export interface ChangingPace {
  /** Time of the play ÷ wall time while it runs. */
  readonly speed: number;
  readonly isPaused: boolean;
  /** Time of the play. */
  now(): Microseconds;
  /** Wall time until this time of the play, negative if it is over; infinite in a pause. */
  wallUntil(at: Microseconds): Microseconds;
  /** Wall time in which the clock ran. */
  ran(): Microseconds;
  pause(): void;
  resume(): void;
  /** @param speed above 0. */
  setSpeed(speed: number): void;
  /** Goes on from another time of the play. */
  jumpTo(at: Microseconds): void;
}

/** @param wall a monotonic clock. @param from the time of the play at which it begins. */
export function changingPace(wall: () => Microseconds, speed: number, from: Microseconds = 0): ChangingPace {
  /** The last change: everything is computed from it, so that nothing drifts. */
  let base = { at: from, wall: wall() };
  let current = speed;
  let isPaused = false;
  let ranBefore = 0;
  const sinceBase = (): Microseconds => (isPaused ? 0 : wall() - base.wall);
  const now = (): Microseconds => Math.round(base.at + sinceBase() * current);
  const rebase = (at: Microseconds): void => {
    ranBefore += sinceBase();
    base = { at, wall: wall() };
  };
  return {
    get speed() {
      return current;
    },
    get isPaused() {
      return isPaused;
    },
    now,
    wallUntil: (at) => (isPaused ? Number.POSITIVE_INFINITY : (at - base.at) / current - sinceBase()),
    ran: () => ranBefore + sinceBase(),
    pause() {
      rebase(now());
      isPaused = true;
    },
    resume() {
      rebase(now());
      isPaused = false;
    },
    setSpeed(changed) {
      rebase(now());
      current = changed;
    },
    jumpTo: rebase,
  };
}
