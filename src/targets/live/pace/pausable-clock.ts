/** A wall clock that can stop: while it does, everything that sleeps on it sleeps on, so that a whole play stands still. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';

export interface PausableClock extends WallClock {
  /** The clock below, which never stops. */
  readonly real: WallClock;
  readonly isPaused: boolean;
  pause(): void;
  /** Goes on where it stopped. Does nothing to a clock that runs. */
  resume(): void;
}

export function createPausableClock(real: WallClock): PausableClock {
  let pausedAt: Microseconds | undefined;
  /** How long it has stood still in all, without the present pause. */
  let paused = 0;
  const listeners = new Set<() => void>();

  /** Resolves when the clock stops or goes on, or with the signal. */
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

  const now = (): Microseconds => (pausedAt ?? real.now()) - paused;
  const wakeAll = (): void => {
    for (const wake of [...listeners]) wake();
  };

  return {
    real,
    now,
    get isPaused() {
      return pausedAt !== undefined;
    },
    async sleep(duration, signal) {
      const end = now() + duration;
      do {
        const done = new AbortController();
        const either = signal === undefined ? done.signal : AbortSignal.any([done.signal, signal]);
        const change = nextChange(either);
        try {
          await (pausedAt === undefined
            ? Promise.race([real.sleep(Math.max(0, end - now()), either).catch(() => {}), change])
            : change);
        } finally {
          done.abort();
        }
        if (signal?.aborted) throw signal.reason;
      } while (pausedAt !== undefined || now() < end);
    },
    pause() {
      pausedAt ??= real.now();
      wakeAll();
    },
    resume() {
      if (pausedAt === undefined) return;
      paused += real.now() - pausedAt;
      pausedAt = undefined;
      wakeAll();
    },
  };
}
