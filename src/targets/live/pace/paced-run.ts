/** Runs the clock of a live replay: sends events and phases at their due times through one send queue, until it is over. */

import type { LagSummary, PauseFact, SpeedChange } from '../../../core/recording/run-quality.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import type { Pauses, Play, PlayMoment, Refusal } from '../../target.ts';
import type { OwnWork } from '../jumps/jumper.ts';
import type { LiveRun, Work } from '../live-run.ts';
import { createAgenda } from './agenda.ts';
import { IN_FLIGHT } from './in-flight.ts';
import type { InjectionLag } from './injection-lag.ts';
import { paceTimeline } from './pace-timeline.ts';
import { dueAt, type PacedClock, scenarioTimeAt } from './paced-clock.ts';
import type { PausableClock } from './pausable-clock.ts';
import { type RunPauses, runPauses } from './run-pauses.ts';
import { createSendQueue } from './send-queue.ts';

export interface PacedOptions {
  readonly speed: number;
  /** The clock of the play. */
  readonly clock: WallClock;
  /** The same, or the clock below it. */
  readonly pausable: PausableClock;
  readonly pauses?: Pauses | undefined;
  readonly signal: AbortSignal;
  readonly onMoment?: ((moment: PlayMoment) => void) | undefined;
  /** Runs beside the play and lets its clock jump, until the signal. */
  readonly jumper?: ((own: OwnWork, signal: AbortSignal) => Promise<void>) | undefined;
}

export interface Paced {
  readonly pacedClock: PacedClock;
  /** Events of the timeline that were sent. */
  readonly events: number;
  /** Scenario time at which the window ends; undefined: with the last observation. */
  readonly end: Microseconds | undefined;
  /** How long the clock ran on the wall until the last event was sent, or the window ended. */
  readonly ranUntil: Microseconds;
  /** Scenario time that was reached at that moment. */
  readonly reached: Microseconds | undefined;
  readonly refusals: readonly Refusal[];
  readonly stopped: boolean;
  /** Without pauses and jumps. */
  readonly wallTime: Microseconds;
  /** Events that were due and not sent. */
  readonly unsent: number;
  readonly lag: InjectionLag;
  readonly answers: LagSummary;
  readonly pauses: readonly PauseFact[];
  readonly changes: readonly SpeedChange[];
  readonly failure: Error | undefined;
}

/** From the decision to start until the first event is due, so that no event is late before the play begins. */
const LEAD: Microseconds = 50_000;
/** After this long without any change the play is over: longer than the longest backoff of the scheduler (10 s). */
const QUIET: Microseconds = 15_000_000;
/** A Job waits 10 s and more after a failed pod. */
const QUIET_WITH_WORKLOADS: Microseconds = 30_000_000;
const LOOK_EVERY: Microseconds = 50_000;
const MOMENT_MS = 250;
const DAY_MS = 86_400_000;
/** Pods may outlive the last event of a timeline. */
const MARGIN = 3;

export function pacedRun(play: Play, run: LiveRun, options: PacedOptions): { play(): Promise<Paced> } {
  const { speed, clock, pausable, signal } = options;
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  /** The play has ended, in whatever way. */
  const over = new AbortController();
  const startedAt = pausable.ran() + LEAD;
  /** Wall time of the play without pauses and jumps. */
  const ran = (): Microseconds => Math.round(pausable.ran() - startedAt);
  const pacedClock: PacedClock = { epoch: clock.now() + LEAD, speed };
  const refusals: Refusal[] = [];
  let failure: Error | undefined;
  let events = 0;
  let retries = 0;
  let lastSent: { readonly at: Microseconds; readonly ran: Microseconds } | undefined;

  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    stop();
  };
  const queue = createSendQueue({
    inFlight: IN_FLIGHT,
    clock: { now: ran, sleep: pausable.real.sleep },
    onFailure: fail,
  });
  /** The queue measures on the wall, however fast the play runs. */
  const wallOf = (due: Microseconds): Microseconds => ran() - Math.round((clock.now() - due) / pausable.rate);
  const agenda = createAgenda(clock);
  const submit = (due: Microseconds, { key, isNeeded, carryOut }: Work): void => {
    if (isNeeded?.() !== false) queue.submit(key, wallOf(due), carryOut);
  };
  const send = (event: TimelineEvent, due: Microseconds): void => {
    const { key, carryOut } = run.work(event);
    queue.submit(key, wallOf(due), (sending) => {
      events += 1;
      lastSent = { at: event.at, ran: ran() };
      return carryOut(sending);
    });
  };
  const now = (): Microseconds => scenarioTimeAt(pacedClock, clock.now());
  const timeline = play.timeline.filter((event) => !run.isPrepared(event));
  const hasWorkloads = timeline.some(({ action }) => action.kind === 'scale-workload');
  const lastAt = timeline.at(-1)?.at;
  const end = play.duration;
  const stamp = options.jumper === undefined ? wallStamp : scenarioStamps(now, end ?? lastAt ?? 0);
  let nextEvent: Microseconds | undefined;
  let pausing: RunPauses | undefined;
  const own: OwnWork = {
    nextDue() {
      const dues = [
        nextEvent,
        agenda.nextAt(),
        pausing?.nextAt(),
        end === undefined ? undefined : dueAt(pacedClock, end),
      ];
      const known = dues.filter((due) => due !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    },
    isBusy: () => queue.waiting > 0 || queue.underWay > 0,
  };

  /** Nothing is left to happen: everything is sent, and every pod has ended, or runs for ever, or waits without end. */
  function isOver(): boolean {
    if (agenda.size > retries || queue.waiting > 0 || queue.underWay > 0) return false;
    const { awaited, lastChange, expectedUntil } = run.state();
    if (awaited === 0 && !hasWorkloads) return true;
    const quiet = hasWorkloads ? QUIET_WITH_WORKLOADS : QUIET;
    return clock.now() > Math.max(pacedClock.epoch, lastChange, expectedUntil) + quiet * pausable.rate;
  }

  async function untilOver(): Promise<void> {
    const last = end === undefined ? undefined : dueAt(pacedClock, end);
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
        wallAt: (at) => dueAt(pacedClock, at),
        scenarioTimeAt: (wall) => Math.min(scenarioTimeAt(pacedClock, wall), end ?? Number.MAX_SAFE_INTEGER),
        stamp,
        schedule(due, work) {
          const count = work.isRetry ? 1 : 0;
          retries += count;
          agenda.put(due, () => {
            retries -= count;
            submit(due, work);
          });
        },
        refuse: (message, about) =>
          refusals.push({ at: Math.min(now(), end ?? now()), message, ...(about && { about }) }),
        throttled: (until) => queue.noteThrottled(ran() + until - clock.now()),
        isChanged: () => pausable.isPaused || pausable.rate !== 1,
        ofWall: (duration) => Math.round(duration * pausable.rate),
        fail,
      });
      pausing = runPauses({
        pauses: options.pauses,
        speed,
        clock: pausable,
        playClock: clock,
        dueAt: (at) => dueAt(pacedClock, at),
        scenarioTime: now,
        takeOver: () => run.takeOver(),
        fail,
      });
      const emitting = emitMoments(options.onMoment, () => {
        const { pending, running } = run.state();
        const { isPaused, rate } = pausable;
        const lag = queue.lag().p99;
        const wall = { end: end ?? lastAt, pending, running, lag, isPaused, speed: speed * rate };
        return { scenarioTime: now(), wall };
      });
      const jumping = options.jumper?.(own, over.signal).catch(fail);
      const onIdle = (due: Microseconds): void => {
        nextEvent = due;
      };
      try {
        await paceTimeline(timeline, pacedClock, clock, send, { until: end, signal: ending.signal, onIdle });
        nextEvent = undefined;
        await untilOver();
      } finally {
        clearInterval(emitting);
        pausing.end();
        over.abort();
        await jumping;
      }
      const wall = clock.now();
      const wallTime = ran();
      const stopped = ending.signal.aborted;
      agenda.clear();
      const unsent = queue.clear();
      const isComplete = !stopped && unsent === 0;
      signal.removeEventListener('abort', stop);
      const ended = {
        end: stopped ? scenarioTimeAt(pacedClock, wall) : end,
        ranUntil: isComplete && end !== undefined ? wallTime : (lastSent?.ran ?? wallTime),
        reached: isComplete && end !== undefined ? end : lastSent?.at,
        failure,
      };
      // Calls under way end before anything is removed, and they count: the last calls may be the latest. A failure at this point changes nothing.
      await queue.idle().catch(() => {});
      const [lag, answers] = [queue.lag(), queue.answers()];
      return {
        pacedClock,
        events,
        ...ended,
        refusals,
        stopped,
        wallTime,
        unsent,
        lag,
        answers,
        pauses: pausing.facts,
        changes: pausing.changes,
      };
    },
  };
}

function wallStamp(): string {
  return new Date().toISOString();
}

/**
 * Stamps in scenario time, so that the scheduler orders victims by it. All lie in the past: a pod that has not started counts as started
 * now (pkg/scheduler/util, GetPodStartTime), and must be the youngest.
 */
function scenarioStamps(now: () => Microseconds, until: Microseconds): () => string {
  const startMs = Date.now() - MARGIN * Math.max(DAY_MS, until / 1000);
  return () => new Date(startMs + now() / 1000).toISOString();
}

function emitMoments(
  onMoment: PacedOptions['onMoment'],
  moment: () => PlayMoment,
): NodeJS.Timeout | undefined {
  return onMoment && setInterval(() => onMoment(moment()), MOMENT_MS);
}
