/** When a failed call is made again: never twice what must happen once, and never a herd at the same moment. */
import type { Microseconds } from '../core/time/microseconds.ts';
import { ApiError } from './api-error.ts';
import { ConnectionError } from './connection-error.ts';

export interface FailedCall {
  readonly error: unknown;
  /** From 1. */
  readonly attempt: number;
  /** Whether doing it twice is the same as doing it once. */
  readonly idempotent: boolean;
}

const FIRST_WAIT: Microseconds = 100_000;
const LONGEST_WAIT: Microseconds = 5_000_000;
/** A server that asks for longer than this is not waited for. */
const LONGEST_RETRY_AFTER: Microseconds = 60_000_000;

/**
 * How long to wait before the next attempt, or undefined if there is no point or it would be wrong. A 429 was refused before anything was
 * done (kubernetes.io/docs/concepts/cluster-administration/flow-control), so everything may be repeated; an error of the server or of
 * the connection may come after the deed, so only what is idempotent is.
 *
 * @param random uniform in [0, 1).
 */
export function waitBeforeRetry(failure: FailedCall, random: () => number): Microseconds | undefined {
  if (!mayRepeat(failure)) return undefined;
  const asked = failure.error instanceof ApiError ? failure.error.retryAfter : undefined;
  if (asked !== undefined) {
    // Never earlier than asked; a little later, so that not all who were refused come back at once.
    return asked > LONGEST_RETRY_AFTER ? undefined : asked + Math.floor(random() * FIRST_WAIT);
  }
  return backoff(failure.attempt, random);
}

/** Doubles from 0.1 s to 5 s; of each, a random part between half and the whole. */
export function backoff(attempt: number, random: () => number): Microseconds {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt - 1, 20));
  return Math.floor(whole * (0.5 + random() / 2));
}

function mayRepeat({ error, idempotent }: FailedCall): boolean {
  if (error instanceof ApiError) return error.status === 429 || (error.status >= 500 && idempotent);
  return error instanceof ConnectionError && error.isPassing && (error.neverSent || idempotent);
}

/**
 * Reads the header Retry-After: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since the epoch.
 */
export function parseRetryAfter(value: string | undefined, now: number): Microseconds | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now) * 1000;
}
