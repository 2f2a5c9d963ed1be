/** Decides when a failed call is repeated. A call that must happen only once is never repeated, and clients never repeat all at the same moment. */
import type { Microseconds } from '../core/time/microseconds.ts';
import { ApiError } from './api-error.ts';
import { ConnectionError } from './connection-error.ts';

export interface FailedCall {
  readonly error: unknown;
  /** From 1. */
  readonly attempt: number;
  /** Whether two calls have the effect of one. */
  readonly idempotent: boolean;
}

const FIRST_WAIT: Microseconds = 100_000;
const LONGEST_WAIT: Microseconds = 5_000_000;
/** If the server asks for a longer wait than this, the call fails. */
const LONGEST_RETRY_AFTER: Microseconds = 60_000_000;

/**
 * How long to wait before the next attempt; undefined where another attempt is useless or wrong. A 429 is sent before the call is carried
 * out (kubernetes.io/docs/concepts/cluster-administration/flow-control), so every call may be repeated. An error of the server or of the
 * connection may come after it was carried out, so only idempotent calls are repeated.
 *
 * @param random uniform in [0, 1).
 */
export function waitBeforeRetry(failure: FailedCall, random: () => number): Microseconds | undefined {
  if (!mayRepeat(failure)) return undefined;
  const asked = failure.error instanceof ApiError ? failure.error.retryAfter : undefined;
  if (asked !== undefined) {
    // Never earlier than asked, and a random time later: not all refused clients come back at once.
    return asked > LONGEST_RETRY_AFTER ? undefined : asked + Math.floor(random() * FIRST_WAIT);
  }
  return backoff(failure.attempt, random);
}

/** Doubles from 0.1 s to 5 s; each wait is a random share of that, between half and all of it. */
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
