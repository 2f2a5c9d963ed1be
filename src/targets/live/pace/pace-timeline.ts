/** Sends the events of a timeline at their wall times. */
import { setImmediate } from 'node:timers/promises';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import { dueAt, type PacedClock } from './paced-clock.ts';

export interface PaceOptions {
  /** Scenario time after which nothing more is sent. */
  readonly until?: Microseconds | undefined;
  /** Aborted to end the pacing early. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each sleep, when nothing is due, with the wall time of the next event. */
  readonly onIdle?: ((next: Microseconds) => void) | undefined;
}

/** Events sent in a row before answers, timers and Ctrl-C get their turn: they take well under a millisecond. */
const EVENTS_IN_A_ROW = 32;
/** Longer sleeps are split: setTimeout does not wait at all beyond 24.8 days (2^31 ms). */
const LONGEST_SLEEP: Microseconds = 3_600_000_000;

/**
 * Calls `send` for each event at its due time on the wall, never earlier. Overdue events are sent at once, in order, with breaks for the
 * event loop. Resolves when the last event has been sent (it does not wait for `until`), or without an error when the signal aborts.
 *
 * @param events in order of (at, sequence); may be generated lazily.
 * @param send gets the event and its due time; must not throw.
 */
export async function paceTimeline(
  events: Iterable<TimelineEvent>,
  pace: PacedClock,
  clock: WallClock,
  send: (event: TimelineEvent, due: Microseconds) => void,
  options: PaceOptions = {},
): Promise<{ readonly events: number }> {
  const { until = Number.POSITIVE_INFINITY, signal, onIdle } = options;
  let sent = 0;
  let sinceBreak = 0;
  for (const event of events) {
    if (event.at > until || signal?.aborted) break;
    const due = dueAt(pace, event.at);
    if (clock.now() < due) {
      onIdle?.(due);
      if (!(await sleepUntil(due, clock, signal))) break;
      sinceBreak = 0;
    } else if (sinceBreak >= EVENTS_IN_A_ROW) {
      await setImmediate();
      if (signal?.aborted) break;
      sinceBreak = 0;
    }
    send(event, due);
    sent += 1;
    sinceBreak += 1;
  }
  return { events: sent };
}

/** Returns false if the signal came first. Reads the clock again after each sleep, because a timer may fire a little early. */
async function sleepUntil(
  due: Microseconds,
  clock: WallClock,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    for (let left = due - clock.now(); left > 0; left = due - clock.now())
      await clock.sleep(Math.min(left, LONGEST_SLEEP), signal);
    return !signal?.aborted;
  } catch (thrown) {
    if (signal?.aborted) return false;
    throw thrown;
  }
}
