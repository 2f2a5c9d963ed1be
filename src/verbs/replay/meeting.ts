/** Lets replays on several clusters wait for each other: for their surveys, and for the start of their clocks. */
import { UserError } from '../../core/errors/user-error.ts';

export interface Meeting {
  /**
   * Resolves when all clusters are surveyed.
   *
   * @param server - undefined where the target is no cluster.
   * @throws {UserError} (usage) where two of them are one cluster: each would take the nodes of the other.
   */
  surveyed(server: string | undefined): Promise<void>;
  /** Resolves when all clusters are prepared: then all clocks start. */
  prepared(): Promise<void>;
}

/** @param signal - ends all waiting. */
export function createMeeting(count: number, signal: AbortSignal): Meeting {
  const servers = new Set<string>();
  const surveys = gate(count, signal);
  const preparations = gate(count, signal);
  return {
    async surveyed(server) {
      if (server !== undefined && servers.has(server))
        throw new UserError(`two contexts are the same cluster: ${server}`, {
          next: 'give one context for each cluster',
        });
      if (server !== undefined) servers.add(server);
      await surveys();
    },
    prepared: preparations,
  };
}

/** Opens when it is passed for the last time. */
function gate(count: number, signal: AbortSignal): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let missing = count;
  signal.addEventListener('abort', () => resolve(), { once: true });
  return () => {
    missing -= 1;
    if (missing === 0 || signal.aborted) resolve();
    return promise;
  };
}
