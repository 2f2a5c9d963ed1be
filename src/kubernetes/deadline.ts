/** Combines the caller's signal and a time limit into one signal for a call. */
import type { Microseconds } from '../core/time/microseconds.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time limit ended it. */
  isOver(): boolean;
  /** Ends the time limit: from here on only the caller's signal counts. */
  lift(): void;
  abort(): void;
  /** Removes the timer and the listener. */
  done(): void;
}

/** @param duration 0 is no deadline. */
export function startDeadline(duration: Microseconds, outer: AbortSignal | undefined): Deadline {
  // AbortSignal.any and AbortSignal.timeout are freed by the garbage collector only: at thousands of calls per second they pile up.
  const controller = new AbortController();
  let over = false;
  const timer =
    duration === 0
      ? undefined
      : setTimeout(() => {
          over = true;
          controller.abort();
        }, duration / 1000);
  const stop = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) stop();
  else outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    isOver: () => over,
    lift: () => clearTimeout(timer),
    abort: () => controller.abort(),
    done() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
