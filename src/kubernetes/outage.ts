/** Decides what a failed watch means: what may have been missed, whether to list again, and how long to keep trying. */
import type { Microseconds } from '../core/time/microseconds.ts';
import { ApiError } from './api-error.ts';
import { ConnectionError } from './connection-error.ts';

/** The time from the first failure until the watch works again. */
export interface Outage {
  /** Until this moment everything was seen. */
  readonly from: Microseconds;
  readonly reason: string;
  /** Whether the server no longer knows what happened during the outage. */
  readonly isForgotten: boolean;
  readonly since: Microseconds;
  /** Since when the server has answered with refusals. */
  readonly refusedSince: Microseconds | undefined;
}

/** A restarted API server refuses everybody for a moment, because RBAC is not loaded yet. A longer refusal is final. */
const PATIENCE_WITH_REFUSALS: Microseconds = 30_000_000;
/** A watch that is refused right after its listing was allowed was never allowed. */
const PATIENCE_WITH_FIRST_REFUSALS: Microseconds = 2_000_000;

/** The outage after one more failure. */
export function afterFailure(
  before: Outage | undefined,
  error: Error,
  now: Microseconds,
  reportedUntil: Microseconds,
): Outage {
  const isRefused = error instanceof ApiError && /^(401|403|404|405)$/.test(String(error.status));
  return {
    from: before?.from ?? reportedUntil,
    reason: before?.reason ?? inShort(error),
    isForgotten: before?.isForgotten === true || isForgotten(error),
    since: before?.since ?? now,
    refusedSince: isRefused ? (before?.refusedSince ?? now) : undefined,
  };
}

/**
 * Whether to give up: patience is over, the refusal is final, or this side closed the connection.
 *
 * @param hasWatched whether the server ever allowed this watch.
 */
export function isHopeless(
  { since, refusedSince }: Outage,
  error: unknown,
  now: Microseconds,
  patience: Microseconds,
  hasWatched: boolean,
): boolean {
  if (error instanceof ConnectionError && error.isClosed) return true;
  if (now - since > patience) return true;
  const withRefusals = hasWatched ? PATIENCE_WITH_REFUSALS : PATIENCE_WITH_FIRST_REFUSALS;
  return refusedSince !== undefined && now - refusedSince > withRefusals;
}

/**
 * Whether a watch from the same resource version can't succeed: 410 is one that is too old, ResourceVersionTooLarge one that a restored etcd
 * has not reached, 400 one of another cluster.
 */
function isForgotten(error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 410 || error.status === 400 || error.causes.includes('ResourceVersionTooLarge');
}

function inShort(error: Error): string {
  return error instanceof ApiError
    ? `${error.status} ${error.reason}: ${error.serverMessage}`
    : error.message;
}
