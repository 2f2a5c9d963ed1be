/** Calls that outlast an API server that is away for a moment: a removal given up halfway would leave things behind. */
import type { Microseconds } from '../recording/observation.ts';
import { ApiError } from './api-error.ts';
import { ConnectionError } from './connection-error.ts';
import { backoff } from './retry-policy.ts';
import type { Transport } from './transport.ts';

export interface PatientCalls {
  /**
   * Does it again until it succeeds, or nothing at all has succeeded for as long as patience lasts.
   *
   * @throws what it threw last; the signal's reason.
   */
  persist<Answer>(attempt: () => Promise<Answer>): Promise<Answer>;
}

/** A restarted API server refuses everybody for a moment, as it has not read its RBAC rules yet. */
const REFUSALS_AFTER_TROUBLE: Microseconds = 30_000_000;

/** @param patience since the last call, of any, that succeeded. */
export function patientCalls(
  { clock, random }: Transport,
  patience: Microseconds,
  signal: AbortSignal | undefined,
): PatientCalls {
  let lastSuccess = clock.now();
  let lastTrouble = Number.NEGATIVE_INFINITY;

  const isWorthWaiting = (error: unknown): boolean => {
    const now = clock.now();
    if (now - lastSuccess > patience) return false;
    if (error instanceof ApiError && (error.status === 401 || error.status === 403))
      return now - lastTrouble < REFUSALS_AFTER_TROUBLE;
    if (!isTrouble(error)) return false;
    lastTrouble = now;
    return true;
  };
  return {
    async persist(attempt) {
      for (let failures = 1; ; failures += 1) {
        signal?.throwIfAborted();
        try {
          const answer = await attempt();
          lastSuccess = clock.now();
          return answer;
        } catch (error) {
          if (signal?.aborted || !isWorthWaiting(error)) throw error;
          await clock.sleep(backoff(failures, random), signal);
        }
      }
    },
  };
}

/** The server or the way to it, and not the request. */
function isTrouble(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 429 || error.status >= 500;
  return error instanceof ConnectionError && (error.isPassing || error.code === 'DEADLINE');
}

/** Lets `workers` work on what comes, until it ends or one of them fails; then waits for all. */
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

/** Whether it is gone, or another object by that name is there now, comes to the same. */
export async function unlessGone(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ApiError && (error.status === 404 || error.status === 409))) throw error;
  }
}
