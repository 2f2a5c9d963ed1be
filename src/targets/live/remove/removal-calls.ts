/** Repeats calls until an API server that restarts is back: a removal that gives up halfway leaves objects behind. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { ApiError } from '../../../kubernetes/api-error.ts';
import { ConnectionError } from '../../../kubernetes/connection-error.ts';
import { backoff } from '../../../kubernetes/retry-policy.ts';
import type { Transport } from '../../../kubernetes/transport.ts';

/**
 * Repeats a call until it succeeds, or until no call has succeeded for as long as patience lasts.
 *
 * @param right the permission that it needs, such as `list pods`.
 * @throws its last error; the signal's reason.
 */
export type Persist = <Answer>(right: string, attempt: () => Promise<Answer>) => Promise<Answer>;

/**
 * A restarted API server refuses everybody for a moment, because it has not read its RBAC rules yet. So a call that was allowed before may be
 * allowed again, and once any call was allowed, so may be one that was never made.
 */
const PATIENCE_WITH_REFUSALS: Microseconds = 30_000_000;
const PATIENCE_WITH_FIRST_REFUSALS: Microseconds = 3_000_000;

/** @param patience since the last call of any kind that succeeded. */
export function persistence(
  { clock, random }: Transport,
  patience: Microseconds,
  signal: AbortSignal | undefined,
): Persist {
  let lastSuccess = clock.now();
  const allowed = new Set<string>();

  const patienceWithRefusals = (right: string): Microseconds => {
    if (allowed.has(right)) return Math.min(patience, PATIENCE_WITH_REFUSALS);
    return allowed.size > 0 ? Math.min(patience, PATIENCE_WITH_FIRST_REFUSALS) : 0;
  };
  return async (right, attempt) => {
    const begun = clock.now();
    let failures = 0;
    /** The time before it, when the server did not answer at all, does not count. */
    let refusedSince: Microseconds | undefined;
    const isHopeless = (error: unknown): boolean => {
      const now = clock.now();
      if (!isRefusal(error)) {
        refusedSince = undefined;
        return !isTrouble(error) || now - Math.max(begun, lastSuccess) >= patience;
      }
      if (refusedSince === undefined) failures = 0;
      refusedSince ??= now;
      return now - refusedSince >= patienceWithRefusals(right);
    };
    for (;;) {
      signal?.throwIfAborted();
      try {
        const answer = await attempt();
        lastSuccess = clock.now();
        allowed.add(right);
        return answer;
      } catch (error) {
        if (signal?.aborted || isHopeless(error)) throw error;
        failures += 1;
        await clock.sleep(backoff(failures, random), signal);
      }
    }
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403);
}

/** Whether the server or the network failed, and not the request. */
function isTrouble(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 429 || error.status >= 500;
  return error instanceof ConnectionError && (error.isPassing || error.code === 'DEADLINE');
}

/** Does `work` on all items with a number of workers, until the items end or one worker fails; then waits for all workers. */
export async function withWorkers<Item>(
  workers: number,
  items: AsyncGenerator<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let hasFailed = false;
  const run = async (): Promise<void> => {
    try {
      while (!hasFailed) {
        const { value, done } = await items.next();
        if (done) return;
        await work(value);
      }
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: workers }, run));
  const failure = ended.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}

/** @returns false where the object is gone, or another object has its name. */
export async function unlessGone(call: Promise<void>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 409)) return false;
    throw error;
  }
}
