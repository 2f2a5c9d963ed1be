/** Sends work to the API server: many calls at a time, one after another on the same object, and measures how late each began. */

import type { LagSummary } from '../../../core/recording/run-quality.ts';
import { createEventHeap } from '../../../core/time/event-heap.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import type { Sending } from '../live-run.ts';
import { createLagMeter, type InjectionLag, type LagParts } from './injection-lag.ts';
import { createThrottleMeter } from './throttle-meter.ts';
import { wallSamples } from './wall-samples.ts';

export interface SendQueueOptions {
  /** The most work that is under way at a time. */
  readonly inFlight: number;
  readonly clock: WallClock;
  /** Called with the error of work that rejected. Without it `idle` rejects with the first one. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  /** How long the event loop has been busy in total. Default: Node's figure. */
  readonly loopBusy?: (() => Microseconds) | undefined;
}

export interface SendQueue {
  /**
   * Does `work` as soon as possible, perhaps before this returns: after all earlier work with the same key, and when fewer than `inFlight` are
   * under way. Of the work that can begin, the earliest begins.
   *
   * @param due on the wall clock; the lag counts from it.
   */
  submit(key: string, due: Microseconds, work: (sending: Sending) => Promise<void>): void;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
  /** Drops work that has not begun and returns its number. Work under way continues. */
  clear(): number;
  readonly waiting: number;
  readonly underWay: number;
  /** A call under way waits until then because of a 429. */
  noteThrottled(until: Microseconds): void;
  /** Lag of all finished work, from its due time to when it was sent and accepted. */
  lag(): InjectionLag;
  /** How long work took from its beginning to its end, retries included: the API server's answer times. */
  answers(): LagSummary;
}

interface Entry {
  readonly sequence: number;
  readonly key: string;
  readonly work: (sending: Sending) => Promise<void>;
  readonly due: Microseconds;
  /** When it was submitted, or due if that is later; then the two meters at that moment. */
  readonly since: Microseconds;
  readonly busyBefore: Microseconds;
  readonly throttledBefore: Microseconds;
  /** Work on the same key that waits for this one. */
  next: Entry | undefined;
}

/** If the event loop was busy for this share of a wait, the loop caused it: a bottleneck is never idle. */
const BUSY = 0.9;

/** Each operation takes O(log n) for n waiting. */
export function createSendQueue(options: SendQueueOptions): SendQueue {
  const { inFlight, clock, onFailure, loopBusy = loopBusyTime } = options;
  const ready = createEventHeap<Entry>();
  const running = new Set<Entry>();
  /** The last entry of each key that has work waiting or under way. */
  const tails = new Map<string, Entry>();
  const lags = createLagMeter();
  const answers = wallSamples();
  const throttle = createThrottleMeter();
  let submitted = 0;
  let waiting = 0;
  let failure: { readonly error: unknown } | undefined;
  let idlers: (() => void)[] = [];

  const isIdle = (): boolean => running.size === 0 && waiting === 0;

  function pump(): void {
    while (running.size < inFlight) {
      const entry = ready.pop()?.value;
      if (!entry) break;
      waiting -= 1;
      running.add(entry);
      void carryOut(entry);
    }
    if (isIdle()) {
      for (const wake of idlers) wake();
      idlers = [];
    }
  }

  async function carryOut(entry: Entry): Promise<void> {
    const begun = clock.now();
    const parts = partsOf(entry, begun);
    const retries = retryMeter(clock, begun);
    throttle.underWay(begun, running.size);
    try {
      await entry.work(retries);
    } catch (error) {
      if (onFailure) onFailure(error);
      else failure ??= { error };
    }
    const ended = clock.now();
    lags.add({
      ...parts,
      server: parts.server + retries.server,
      throttled: parts.throttled + retries.throttled,
    });
    answers.add(ended - begun);
    running.delete(entry);
    throttle.underWay(ended, running.size);
    if (entry.next) ready.push(entry.next.sequence, entry.next);
    else tails.delete(entry.key);
    pump();
  }

  /**
   * Splits the lag of an entry. The time before it reached the queue is keg's own. Of the wait in the queue, the part that 429s explain is
   * throttling. The rest is keg's own if the event loop was busy, else the server's.
   */
  function partsOf(entry: Entry, begun: Microseconds): LagParts {
    const waited = Math.max(0, begun - entry.since);
    const throttled = Math.min(waited, Math.round(throttle.integral(begun) - entry.throttledBefore));
    const rest = waited - throttled;
    const isOwn = rest > 0 && loopBusy() - entry.busyBefore >= BUSY * waited;
    const late = Math.max(0, entry.since - entry.due);
    return { own: late + (isOwn ? rest : 0), server: isOwn ? 0 : rest, throttled };
  }

  return {
    submit(key, due, work) {
      const now = clock.now();
      const entry: Entry = {
        sequence: submitted,
        key,
        work,
        due,
        since: Math.max(now, due),
        busyBefore: loopBusy(),
        throttledBefore: throttle.integral(now),
        next: undefined,
      };
      submitted += 1;
      waiting += 1;
      const tail = tails.get(key);
      tails.set(key, entry);
      if (tail) tail.next = entry;
      else {
        ready.push(entry.sequence, entry);
        pump();
      }
    },
    async idle() {
      if (!isIdle()) await new Promise<void>((resolve) => idlers.push(resolve));
      if (failure) throw failure.error;
    },
    clear() {
      const forgotten = waiting;
      waiting = 0;
      while (ready.pop());
      tails.clear();
      for (const entry of running) {
        entry.next = undefined;
        tails.set(entry.key, entry);
      }
      pump();
      return forgotten;
    },
    get waiting() {
      return waiting;
    },
    get underWay() {
      return running.size;
    },
    noteThrottled: (until) => throttle.throttled(clock.now(), until),
    lag: () => lags.summary(),
    answers: () => answers.summary(),
  };
}

/** Measures the time from the beginning of work to its successful attempt, by the cause of each delay. */
function retryMeter(clock: WallClock, begun: Microseconds): Sending & Pick<LagParts, 'server' | 'throttled'> {
  let last = begun;
  const meter = {
    server: 0,
    throttled: 0,
    again(wait: Microseconds, isThrottled: boolean): void {
      const next = clock.now() + wait;
      meter[isThrottled ? 'throttled' : 'server'] += next - last;
      last = next;
    },
  };
  return meter;
}

/** Integer microseconds. */
function loopBusyTime(): Microseconds {
  return Math.round(performance.eventLoopUtilization().active * 1000);
}
