/** Watches the recorder itself and its clock: a program that was held up saw nothing, and a clock that was set gives wrong times. */
import { shownDuration } from '../../core/time/duration.ts';
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
/** A timer that fires later than this was held up. */
const STALL: Microseconds = 2_000_000;
/** Disciplined clocks move by far less in a second (ntpd steps from 128 ms on). */
const STEP: Microseconds = 500_000;

/**
 * Checks every second until the signal comes, and reports each gap.
 *
 * @param drift how far the wall clock moved against the monotonic clock since the last call.
 */
export async function watchSelf(
  clock: WallClock,
  drift: () => Microseconds,
  report: (gap: SelfGap) => void,
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
    const heldUp = now - before - PERIOD;
    const moved = drift();
    const gap = { from: before, to: now, lost: 'times' } as const;
    if (Math.abs(moved) >= STEP) report({ ...gap, reason: stepReason(moved) });
    else if (heldUp >= STALL)
      report({ ...gap, reason: `slow consumer: keg stood still for ${rounded(heldUp)}` });
    before = now;
  }
}

function stepReason(moved: Microseconds): string {
  return moved > 0
    ? `clock step: the wall clock went ${rounded(moved)} forward, or the machine slept`
    : `clock step: the wall clock went ${rounded(-moved)} back`;
}

/** To a tenth of a second. */
function rounded(duration: Microseconds): string {
  return shownDuration(Math.round(duration / 1e5) * 1e5);
}
