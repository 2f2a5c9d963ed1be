/** A wall clock that can stop or run at another speed: everything that sleeps on it sleeps longer or shorter, so that a whole play keeps together. */
import { changingPace } from '../../../core/time/changing-pace.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';

export interface PausableClock extends WallClock {
  /** The clock below, which never stops. */
  readonly real: WallClock;
  readonly isPaused: boolean;
  /** How much of its time passes for one of the clock below while it runs. */
  readonly rate: number;
  /** Time of the clock below in which it ran. */
  ran(): Microseconds;
  pause(): void;
  /** Goes on where it stopped. Does nothing to a clock that runs. */
  resume(): void;
  /** @param rate above 0. */
  setRate(rate: number): void;
}

export function createPausableClock(real: WallClock): PausableClock {
  const pace = changingPace(real.now, 1, real.now());
  const listeners = new Set<() => void>();

  /** Resolves when the clock stops, goes on or changes its rate, or with the signal. */
  function nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        listeners.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) return resolve();
      listeners.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  const wakeAll = (): void => {
    for (const wake of [...listeners]) wake();
  };

  return {
    real,
    now: pace.now,
    get isPaused() {
      return pace.isPaused;
    },
    get rate() {
      return pace.speed;
    },
    ran: pace.ran,
    async sleep(duration, signal) {
      const end = pace.now() + duration;
      do {
        const done = new AbortController();
        const either = signal === undefined ? done.signal : AbortSignal.any([done.signal, signal]);
        const change = nextChange(either);
        try {
          const left = Math.max(0, Math.ceil(pace.wallUntil(end)));
          await (pace.isPaused ? change : Promise.race([real.sleep(left, either).catch(() => {}), change]));
        } finally {
          done.abort();
        }
        if (signal?.aborted) throw signal.reason;
      } while (pace.isPaused || pace.now() < end);
    },
    pause() {
      if (!pace.isPaused) pace.pause();
      wakeAll();
    },
    resume() {
      if (!pace.isPaused) return;
      pace.resume();
      wakeAll();
    },
    setRate(rate) {
      pace.setSpeed(rate);
      wakeAll();
    },
  };
}
