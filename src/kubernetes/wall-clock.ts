/** Reads the wall clock of this machine, and lets a test replace it. */
import type { Microseconds } from '../core/time/microseconds.ts';

export interface WallClock {
  /** Monotonic: only differences have a meaning. */
  now(): Microseconds;
  /** Rejects with the signal's reason if the signal is aborted first. */
  sleep(duration: Microseconds, signal?: AbortSignal): Promise<void>;
}

export const WALL_CLOCK: WallClock = {
  now: () => Math.round(performance.now() * 1000),
  sleep: (duration, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, duration / 1000);
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    }),
};
