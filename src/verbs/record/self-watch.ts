/** Watches keg itself and its clock: a program that stood still saw nothing, and a clock that was set says nothing of that time. */

import { formatDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { WallClock } from '../../kubernetes/wall-clock.ts';

export interface SelfGap {
  /** On the transport's clock. */
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly reason: string;
  readonly lost: 'times';
}

const PERIOD: Microseconds = 1_000_000;
/** Later than this, a timer was held up. */
const STALL: Microseconds = 2_000_000;
/** Clocks that are disciplined move by far less in a second (ntpd steps from 128 ms on). */
const STEP: Microseconds = 500_000;

/**
 * Looks every second until it is told to stop.
 *
 * @param drift how far the wall clock has moved against the monotonic one since it was asked the last time.
 */
export async function watchSelf(
  clock: WallClock,
  drift: () => Microseconds,
  tell: (gap: SelfGap) => void,
  signal: AbortSignal,
): Promise<void> {
  let before = clock.now();
  while (!signal.aborted) {
    try {
      await clock.sleep(PERIOD, signal);
    } catch {
      return;
    }
    const now = clock.now();
    const held = now - before - PERIOD;
    const moved = drift();
    if (Math.abs(moved) >= STEP) tell({ from: before, to: now, reason: stepInWords(moved), lost: 'times' });
    else if (held >= STALL)
      tell({
        from: before,
        to: now,
        reason: `slow consumer: keg stood still for ${inWords(held)}`,
        lost: 'times',
      });
    before = now;
  }
}

function stepInWords(moved: Microseconds): string {
  return moved > 0
    ? `clock step: the wall clock went ${inWords(moved)} forward, or the machine slept`
    : `clock step: the wall clock went ${inWords(-moved)} back`;
}

function inWords(duration: Microseconds): string {
  return formatDuration(Math.round(duration / 1e5) * 1e5);
}
