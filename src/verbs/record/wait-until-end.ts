/** Waits for the end of a recording: after a duration, at a time of day, or when the signal comes. */
import type { Microseconds } from '../../core/time/microseconds.ts';

export interface EndOptions {
  readonly duration: Microseconds | undefined;
  /** Milliseconds since the epoch. */
  readonly until: number | undefined;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Milliseconds. A timer's longest delay is 24 days; short waits also follow a clock that is set. */
const LONGEST_WAIT = 60_000;

/** Resolves at the first of the three. */
export async function waitUntilEnd({ duration, until, now, signal }: EndOptions): Promise<void> {
  const begun = performance.now();
  const left = (): number =>
    Math.min(
      duration === undefined ? Number.POSITIVE_INFINITY : duration / 1000 - (performance.now() - begun),
      until === undefined ? Number.POSITIVE_INFINITY : until - now(),
    );
  while (!signal.aborted && left() > 0) await waitMilliseconds(Math.min(LONGEST_WAIT, left()), signal);
}

function waitMilliseconds(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.ceil(milliseconds));
    signal.addEventListener('abort', end, { once: true });
  });
}
