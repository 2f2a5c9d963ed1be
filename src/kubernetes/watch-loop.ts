/**
 * Watches a collection through all failures of API servers and networks, and reports what it may have missed. client-node's informer takes
 * a re-created name for a change, swallows errors and stops on a dropped socket.
 */
import type { Microseconds } from '../core/time/microseconds.ts';
import { createKnownObjects, type ObjectChange } from './known-objects.ts';
import { type Collection, type KubernetesObject, listPages } from './list-pages.ts';
import { afterFailure, isHopeless, type Outage } from './outage.ts';
import { backoff } from './retry-policy.ts';
import type { Transport } from './transport.ts';
import { openWatch } from './watch-stream.ts';

/** A time in which the collection was not watched, on the transport's clock. */
export interface WatchGap {
  readonly type: 'gap';
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly reason: string;
  /**
   * `times`: everything that happened in it is reported after it, only late. `events`: objects that came and went in it are not reported. A
   * gap of times may turn out to be one of events: then that one is reported too, from the same moment on.
   */
  readonly lost: 'times' | 'events';
}

/** What a watch reports, each with the moment it was seen on the transport's clock. */
export type WatchReport<T> =
  | (ObjectChange<T> & { readonly at: Microseconds })
  /** Everything that existed at the start was reported. */
  | { readonly type: 'synced'; readonly at: Microseconds }
  | (WatchGap & { readonly at: Microseconds });

export interface WatchOptions {
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
  /** A connection on which nothing arrives for this long counts as broken; bookmarks arrive every minute. Default 2 min. */
  readonly idle?: Microseconds | undefined;
  /** How long to keep trying while the server can't be reached. Default 10 min. */
  readonly patience?: Microseconds | undefined;
  /** Called with the resource version up to which everything was reported and taken, at bookmarks (once a minute) too. */
  readonly onReached?: ((resourceVersion: string) => void) | undefined;
}

const IDLE: Microseconds = 120_000_000;
const PATIENCE: Microseconds = 600_000_000;
/** A watch that ended sooner was not ended by its own timeout. */
const SHORT: Microseconds = 1_000_000;
/**
 * Lists what exists, then reports every change. A re-created name is a deletion and an addition. When the server has forgotten the resource
 * version (410), it lists again and concludes the deletions.
 *
 * @throws {ApiError} or ConnectionError if the first listing fails or patience ends, after the gap was reported.
 */
export async function* watchCollection<T extends KubernetesObject>(
  transport: Transport,
  collection: Collection,
  options: WatchOptions = {},
): AsyncGenerator<WatchReport<T>> {
  for await (const reports of watchCollectionInBatches<T>(transport, collection, options)) yield* reports;
}

/** The same in batches, as they arrive: one turn of the event loop per report is a large part of the cost of a fast watch. */
export async function* watchCollectionInBatches<T extends KubernetesObject>(
  transport: Transport,
  collection: Collection,
  options: WatchOptions = {},
): AsyncGenerator<readonly WatchReport<T>[]> {
  const { signal, idle = IDLE, patience = PATIENCE, onReached } = options;
  const { clock, random } = transport;
  const known = createKnownObjects<T>();
  /** Undefined where a listing is needed. */
  let version: string | undefined;
  let isSynced = false;
  let hasWatched = false;
  /** Until this moment everything was reported. */
  let reportedUntil = clock.now();
  let outage: Outage | undefined;
  /** Failures in a row, without an event in between. */
  let failures = 0;

  const gap = ({ from, reason, isForgotten }: Outage, at: Microseconds): WatchReport<T> => ({
    type: 'gap',
    from,
    to: at,
    reason,
    lost: isForgotten ? 'events' : 'times',
    at,
  });

  async function* list(): AsyncGenerator<readonly WatchReport<T>[]> {
    let listed: string | undefined;
    for await (const page of listPages<T>(transport, collection, signal)) {
      const at = clock.now();
      const reports: WatchReport<T>[] = [];
      if (page.isFirst) {
        known.beginList();
        if (outage) reports.push(gap(outage, at));
      }
      for (const object of page.items)
        for (const change of known.exists(object)) reports.push({ ...change, at });
      yield reports;
      listed = page.resourceVersion;
    }
    const at = clock.now();
    const last: WatchReport<T>[] = known.endList().map((change) => ({ ...change, at }));
    if (!isSynced) last.push({ type: 'synced', at });
    yield last;
    isSynced = true;
    outage = undefined;
    version = listed;
    reportedUntil = at;
    if (listed !== undefined) onReached?.(listed);
  }

  async function* follow(from: string): AsyncGenerator<readonly WatchReport<T>[]> {
    const batches = await openWatch<T>(transport, collection, from, { idle, signal });
    hasWatched = true;
    if (outage) yield [gap(outage, clock.now())];
    outage = undefined;
    for await (const { at, events } of batches) {
      if (events.length === 0) continue;
      const reports: WatchReport<T>[] = [];
      for (const { type, object } of events) {
        const changes =
          type === 'DELETED' ? known.gone(object) : type === 'BOOKMARK' ? [] : known.exists(object);
        for (const change of changes) reports.push({ ...change, at });
        version = object.metadata.resourceVersion;
      }
      yield reports;
      if (version !== undefined) onReached?.(version);
      failures = 0;
      reportedUntil = at;
    }
  }

  while (!signal?.aborted) {
    try {
      if (version === undefined) yield* list();
      const begun = clock.now();
      yield* follow(version!);
      // The server ended the watch at its timeout. A server that ends every watch at once gets a pause between requests.
      if (clock.now() - begun >= SHORT) reportedUntil = clock.now();
      else {
        failures += 1;
        await clock.sleep(backoff(failures, random), signal);
      }
    } catch (error) {
      if (signal?.aborted) break;
      if (!isSynced) throw error;
      const now = clock.now();
      outage = afterFailure(outage, error as Error, now, reportedUntil);
      if (outage.isForgotten) version = undefined;
      if (isHopeless(outage, error, now, patience, hasWatched)) {
        yield [gap(outage, now)];
        throw error;
      }
      // The first retry is immediate: most often only the connection was cut.
      failures += 1;
      if (failures > 1) await clock.sleep(backoff(failures - 1, random), signal).catch(() => {});
    }
  }
  if (outage) yield [gap(outage, clock.now())];
}
