/** The part of a live replay while the clock runs: events and phases at their due times through one send queue, until it is over. */

import type { LagSummary } from '../../../core/recording/observation.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import type { Play, Refusal } from '../../target.ts';
import type { LiveRun, Work } from '../live-target.ts';
import { createAgenda } from './agenda.ts';
import type { InjectionLag } from './injection-lag.ts';
import { dueAt, type Pace, scenarioTimeAt } from './pace.ts';
import { paceTimeline } from './pace-timeline.ts';
import { createSendQueue } from './send-queue.ts';

/** Where a live replay stands, told a few times a second. */
export interface LiveMoment {
  readonly scenarioTime: Microseconds;
  readonly end: Microseconds | undefined;
  readonly pending: number;
  readonly running: number;
  /** p99 of the injection lag so far, wall time. */
  readonly lag: Microseconds;
}

export interface PacedOptions {
  readonly speed: number;
  readonly clock: WallClock;
  readonly signal: AbortSignal;
  readonly moment?: ((moment: LiveMoment) => void) | undefined;
}

export interface Paced {
  readonly pace: Pace;
  /** Events of the timeline that were sent. */
  readonly events: number;
  /** Scenario time at which the window ends; undefined: with the last observation. */
  readonly end: Microseconds | undefined;
  /** Wall time at which the last was sent, or the window ended. */
  readonly endedAt: Microseconds;
  /** Scenario time that was reached by then. */
  readonly reached: Microseconds | undefined;
  readonly refusals: readonly Refusal[];
  readonly stopped: boolean;
  readonly wallTime: Microseconds;
  /** Events that were due and not sent. */
  readonly unsent: number;
  readonly lag: InjectionLag;
  readonly answers: LagSummary;
  readonly failure: Error | undefined;
}

/** Enough for an API server that answers in 50 ms to take 1,200 a second, and a fraction of what it lets in at a time (200 by default). */
const IN_FLIGHT = 64;
/** From the decision to start until the first event, so that nothing is late before it begins. */
const LEAD: Microseconds = 50_000;
/** After this long without any change nothing is waited for any more: longer than the longest backoff of the scheduler (10 s). */
const QUIET: Microseconds = 15_000_000;
/** A Job waits 10 s and more after a failed pod. */
const QUIET_WITH_WORKLOADS: Microseconds = 30_000_000;
const LOOK_EVERY: Microseconds = 50_000;
const MOMENT_MS = 250;

export function pacedRun(play: Play, run: LiveRun, options: PacedOptions): { play(): Promise<Paced> } {
  const { speed, clock, signal } = options;
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  const pace: Pace = { epoch: clock.now() + LEAD, speed };
  const refusals: Refusal[] = [];
  let failure: Error | undefined;
  let events = 0;
  let lastSent: { readonly at: Microseconds; readonly wall: Microseconds } | undefined;

  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    stop();
  };
  const queue = createSendQueue({ inFlight: IN_FLIGHT, clock, onFailure: fail });
  const agenda = createAgenda(clock);
  const submit = (due: Microseconds, { key, isNeeded, carryOut }: Work): void => {
    if (isNeeded?.() !== false) queue.submit(key, due, carryOut);
  };
  const send = (event: TimelineEvent, due: Microseconds): void => {
    const { key, carryOut } = run.work(event);
    queue.submit(key, due, (sending) => {
      events += 1;
      lastSent = { at: event.at, wall: clock.now() };
      return carryOut(sending);
    });
  };
  const now = (): Microseconds => scenarioTimeAt(pace, clock.now());
  const timeline = play.timeline.filter((event) => !run.isPrepared(event));
  const hasWorkloads = timeline.some(({ action }) => action.kind === 'scale-workload');
  const lastAt = timeline.at(-1)?.at;
  const end = play.duration;

  /** Nothing is left to happen: all is sent, and every pod has ended, or runs for ever, or waits in vain. */
  function isOver(): boolean {
    if (agenda.size > 0 || queue.waiting > 0 || queue.underWay > 0) return false;
    const { awaited, lastChange, expectedUntil } = run.state();
    if (awaited === 0 && !hasWorkloads) return true;
    const quiet = hasWorkloads ? QUIET_WITH_WORKLOADS : QUIET;
    return clock.now() > Math.max(pace.epoch, lastChange, expectedUntil) + quiet;
  }

  async function untilOver(): Promise<void> {
    const last = end === undefined ? undefined : dueAt(pace, end);
    while (!ending.signal.aborted) {
      const left = last === undefined ? LOOK_EVERY : last - clock.now();
      if (left <= 0 || (last === undefined && isOver())) return;
      await clock.sleep(left, ending.signal).catch(() => {});
    }
  }

  return {
    async play() {
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      run.start({
        wallAt: (at) => dueAt(pace, at),
        scenarioTimeAt: (wall) => Math.min(scenarioTimeAt(pace, wall), end ?? Number.MAX_SAFE_INTEGER),
        schedule: (due, work) => agenda.put(due, () => submit(due, work)),
        refuse: (message) => refusals.push({ at: now(), message }),
        throttled: queue.noteThrottled,
        fail,
      });
      const telling = tellMoments(options.moment, () => {
        const { pending, running } = run.state();
        return { scenarioTime: now(), end: end ?? lastAt, pending, running, lag: queue.lag().p99 };
      });
      try {
        await paceTimeline(timeline, pace, clock, send, { until: end, signal: ending.signal });
        await untilOver();
      } finally {
        clearInterval(telling);
      }
      const wall = clock.now();
      const stopped = ending.signal.aborted;
      agenda.clear();
      const unsent = queue.clear();
      const isComplete = !stopped && unsent === 0;
      signal.removeEventListener('abort', stop);
      const ended = {
        end: stopped ? scenarioTimeAt(pace, wall) : end,
        endedAt: isComplete && end !== undefined ? wall : (lastSent?.wall ?? wall),
        reached: isComplete && end !== undefined ? end : lastSent?.at,
        failure,
      };
      // What is under way ends before anything is removed, and counts: the last calls may be the latest. That one fails now is no news.
      await queue.idle().catch(() => {});
      const [lag, answers] = [queue.lag(), queue.answers()];
      const wallTime = wall - pace.epoch;
      return { pace, events, ...ended, refusals, stopped, wallTime, unsent, lag, answers };
    },
  };
}

function tellMoments(tell: PacedOptions['moment'], moment: () => LiveMoment): NodeJS.Timeout | undefined {
  return tell && setInterval(() => tell(moment()), MOMENT_MS);
}
