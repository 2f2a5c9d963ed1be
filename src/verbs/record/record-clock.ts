/** Keeps the time of a recording: monotonic from its start on, with the wall time of the start to place Kubernetes' stamps. */
import type { Stamp } from '../../core/recording/pod-observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { WallClock } from '../../kubernetes/wall-clock.ts';

export interface RecordClock {
  /** RFC 3339 with nanoseconds. */
  readonly start: string;
  /** Recording time of a moment on the transport's clock; 0 before the start. */
  timeOf(wall: Microseconds): Microseconds;
  now(): Microseconds;
  /** Recording time of a Kubernetes stamp, by the wall clock at the start; undefined for text that is not a time. */
  stampOf(stamp: string): Stamp | undefined;
  /** How far the wall clock moved against the monotonic clock since the last call. */
  drift(): Microseconds;
}

/**
 * @param wall milliseconds since the epoch.
 * @param resumed start of the resumed recording (milliseconds since the epoch), and the time of its last observation.
 */
export function createRecordClock(
  clock: WallClock,
  wall: () => number,
  resumed?: { readonly start: number; readonly last: Microseconds },
): RecordClock {
  const begun = clock.now();
  const begunWall = wall();
  const start = resumed?.start ?? begunWall;
  // The wall clock may have been set back since; recording time still never decreases.
  const base = resumed ? Math.max(resumed.last, (begunWall - start) * 1000) : 0;
  let lastDrift = 0;
  let latest: { readonly text?: string; readonly stamp: Stamp | undefined } = { stamp: undefined };
  const timeOf = (at: Microseconds): Microseconds => Math.max(0, Math.round(base + at - begun));
  return {
    start: `${new Date(start).toISOString().slice(0, -1)}000000Z`,
    timeOf,
    now: () => timeOf(clock.now()),
    stampOf(text) {
      // Thousands of stamps in a row have the same second.
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
