/** A wall clock that can jump forward: everything that sleeps on it wakes where its time has come. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';

export interface JumpingClock extends WallClock {
  /** The clock below, which does not jump. */
  readonly real: WallClock;
  /** Whether the clock below stands still: then it must not jump. */
  readonly isPaused: boolean;
  /** How far it has jumped in all. */
  readonly jumped: Microseconds;
  /** @param by above 0. */
  jump(by: Microseconds): void;
}

export function createJumpingClock(real: WallClock & { readonly isPaused?: boolean }): JumpingClock {
  let jumped = 0;
  const sleepers = new Set<() => void>();

  /** Resolves when the clock jumps. */
  function nextJump(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      sleepers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  const now = (): Microseconds => real.now() + jumped;
  return {
    real,
    now,
    get isPaused() {
      return real.isPaused === true;
    },
    get jumped() {
      return jumped;
    },
    async sleep(duration, signal) {
      const end = now() + duration;
      do {
        const done = new AbortController();
        const either = signal === undefined ? done.signal : AbortSignal.any([done.signal, signal]);
        try {
          await Promise.race([
            real.sleep(Math.max(0, end - now()), either).catch(() => {}),
            nextJump(either),
          ]);
        } finally {
          done.abort();
        }
        if (signal?.aborted) throw signal.reason;
      } while (now() < end);
    },
    jump(by) {
      jumped += by;
      for (const wake of [...sleepers]) wake();
    },
  };
}
