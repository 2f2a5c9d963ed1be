/** The time of a recording: monotonic from its start on, with the wall's time of that start to place Kubernetes' stamps by. */

import type { Stamp } from '../../core/recording/observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { WallClock } from '../../kubernetes/wall-clock.ts';

export interface RecordClock {
  /** RFC 3339 with nanoseconds. */
  readonly start: string;
  /** Recording time of a moment of the transport's clock; 0 before the start. */
  timeOf(wall: Microseconds): Microseconds;
  now(): Microseconds;
  /** A stamp of Kubernetes' in recording time, by the wall clock as it was at the start; undefined for text that is no time. */
  stampOf(stamp: string): Stamp | undefined;
  /** How far the wall clock has moved against the monotonic one since it was asked the last time. */
  drift(): Microseconds;
}

/**
 * @param wall milliseconds since the epoch.
 * @param goOnFrom start of an earlier recording (milliseconds since the epoch), and the last time in it.
 */
export function createRecordClock(
  clock: WallClock,
  wall: () => number,
  goOnFrom?: { readonly start: number; readonly last: Microseconds },
): RecordClock {
  const begun = clock.now();
  const begunWall = wall();
  const start = goOnFrom?.start ?? begunWall;
  // A wall clock that was set back meanwhile must not bring times back.
  const base = goOnFrom ? Math.max(goOnFrom.last, (begunWall - start) * 1000) : 0;
  let lastDrift = 0;
  let latest: { readonly text?: string; readonly stamp: Stamp | undefined } = { stamp: undefined };
  const timeOf = (at: Microseconds): Microseconds => Math.max(0, Math.round(base + at - begun));
  return {
    start: `${new Date(start).toISOString().slice(0, -1)}000000Z`,
    timeOf,
    now: () => timeOf(clock.now()),
    stampOf(text) {
      // Thousands have the same second.
      if (text !== latest.text) {
        const time = Date.parse(text);
        latest = { text, stamp: Number.isNaN(time) ? undefined : Math.round((time - start) * 1000) };
      }
      return latest.stamp;
    },
    drift() {
      const drift = (wall() - begunWall) * 1000 - (clock.now() - begun);
      const moved = drift - lastDrift;
      lastDrift = drift;
      return Math.round(moved);
    },
  };
}
