/** Maps scenario time to wall time and back. Always computes from the start, so that nothing drifts. */
import type { Microseconds } from '../../../core/time/microseconds.ts';

export interface PacedClock {
  /** Wall clock of the start. */
  readonly epoch: Microseconds;
  /** Scenario time ÷ wall time, above 0. */
  readonly speed: number;
}

/**
 * Wall clock at which a moment of scenario time is due: epoch + at / speed, rounded once to the microsecond. Never computed from the event
 * before, so that rounding errors do not add up.
 */
export function dueAt(pace: PacedClock, at: Microseconds): Microseconds {
  return pace.epoch + Math.round(at / pace.speed);
}

/** Scenario time at a moment of the wall clock: (wall − epoch) × speed, rounded to the microsecond; 0 before the start. */
export function scenarioTimeAt(pace: PacedClock, wall: Microseconds): Microseconds {
  return Math.max(0, Math.round((wall - pace.epoch) * pace.speed));
}

/**
 * The speed that was reached: scenario time from the start to an event, divided by the wall time from the start to when it was
 * sent. For a replay that is the last event, or the end of the window. Returns the planned speed where no time has passed.
 */
export function achievedSpeed(pace: PacedClock, at: Microseconds, wall: Microseconds): number {
  return at <= 0 || wall <= pace.epoch ? pace.speed : at / (wall - pace.epoch);
}
