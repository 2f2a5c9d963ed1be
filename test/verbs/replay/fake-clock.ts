/** A wall clock that stands still until all pending work is done, and then jumps to the next timer. */
import { setImmediate } from 'node:timers/promises';
import type { WallClock } from '../../../src/kubernetes/wall-clock.ts';

export interface FakeClock extends WallClock {
  /** Every sleep, in microseconds. */
  readonly sleeps: readonly number[];
  /** Lets time pass while something keeps the event loop busy. */
  jump(duration: number): void;
  /** Runs timers until the promise has settled. */
  until<Value>(promise: Promise<Value>): Promise<Value>;
}

interface Timer {
  readonly at: number;
  wake(): void;
}

/** @param early how much too early a timer may wake, as those of an operating system do. */
export function fakeClock(start = 0, early = 0): FakeClock {
  const timers = new Set<Timer>();
  const sleeps: number[] = [];
  let time = start;

  const next = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>(
      (first, timer) => (!first || timer.at < first.at ? timer : first),
      undefined,
    );

  return {
    sleeps,
    now: () => time,
    sleep(duration, signal) {
      sleeps.push(duration);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const timer = { at: Math.max(time, time + duration - early), wake: resolve };
        timers.add(timer);
        signal?.addEventListener('abort', () => {
          timers.delete(timer);
          reject(signal.reason);
        });
      });
    },
    jump(duration) {
      time += duration;
    },
    async until(promise) {
      let settled = false;
      const mark = (): void => {
        settled = true;
      };
      promise.then(mark, mark);
      for (;;) {
        await setImmediate();
        if (settled) return promise;
        const timer = next();
        if (!timer) continue;
        timers.delete(timer);
        time = Math.max(time + (early > 0 ? 1 : 0), timer.at);
        timer.wake();
      }
    },
  };
}
