/** One signal for a call: aborted by whoever asked for it, or when its time is over. */
import type { Microseconds } from '../core/time/microseconds.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  isOver(): boolean;
  /** From here on only the caller's signal counts. */
  lift(): void;
  abort(): void;
  /** Forgets timer and listener. */
  done(): void;
}

/** @param duration 0 is no deadline. */
export function startDeadline(duration: Microseconds, outer: AbortSignal | undefined): Deadline {
  // Not AbortSignal.any and AbortSignal.timeout: those are only let go of by the garbage collector, thousands a second.
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
