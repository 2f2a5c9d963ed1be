/** Holds the open pool and the credentials in use, and replaces them when plugins, token files or certificates change. */
import type { Dispatcher } from 'undici';
import type { Microseconds } from '../core/time/microseconds.ts';
import type { Connection, Credentials } from './connection.ts';
import { isSameTls, openPool } from './server-pool.ts';
import type { WallClock } from './wall-clock.ts';

interface Open {
  readonly pool: Dispatcher;
  readonly credentials: Credentials;
}

export interface Session {
  /** The pool and headers for the next call. */
  open(): Promise<Open>;
  /** The server did not accept these credentials: gets new ones, once for all calls that were refused with them. */
  refused(credentials: Credentials): void;
  /** Breaks off the calls under way. */
  close(): Promise<void>;
}

/** Reading certificates costs more than a call, so the files are not read again for each call. */
const FRESH: Microseconds = 1_000_000;

export function openSession(connection: Connection, clock: WallClock): Session {
  let current: Open | undefined;
  let readAt = 0;
  let reading: Promise<void> | undefined;
  /** Whether the credentials in use, or being read, were refused. */
  let isStale = false;
  let refused: Credentials | undefined;
  const pools = new Set<Dispatcher>();

  const read = async (): Promise<void> => {
    isStale = false;
    const credentials = await connection.credentials();
    current = {
      pool: poolFor(credentials),
      credentials: isSame(credentials) ? current!.credentials : credentials,
    };
    if (isStale) return;
    readAt = clock.now();
    refused = undefined;
  };
  const poolFor = ({ tls }: Credentials): Dispatcher => {
    if (current !== undefined && isSameTls(current.credentials.tls, tls)) return current.pool;
    const old = current?.pool;
    const pool = openPool(connection.server, tls, connection.proxy);
    pools.add(pool);
    // Calls under way finish on the old connections.
    void old?.close().then(() => pools.delete(old));
    return pool;
  };
  /** Equal values stay the same object, so that a refusal applies to the credentials in use, however often they were read. */
  const isSame = ({ headers, tls }: Credentials): boolean =>
    current !== undefined &&
    isSameTls(current.credentials.tls, tls) &&
    JSON.stringify(current.credentials.headers) === JSON.stringify(headers);

  return {
    async open() {
      while (current === undefined || clock.now() - readAt >= FRESH) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
        // A slow plugin may return an old credential; it is still the newest one.
        if (current !== undefined && !isStale) break;
      }
      return current;
    },
    refused(credentials) {
      if (current?.credentials !== credentials || refused === credentials) return;
      refused = credentials;
      isStale = true;
      readAt = Number.NEGATIVE_INFINITY;
      connection.renew();
    },
    async close() {
      await Promise.all([...pools].map((pool) => pool.destroy()));
    },
  };
}
