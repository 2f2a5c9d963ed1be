/** Makes one watch request: reads its events from a resource version on, until the server or the network ends it. */
import type { Microseconds } from '../core/time/microseconds.ts';
import { ApiError } from './api-error.ts';
import { ConnectionError } from './connection-error.ts';
import { createEventLines } from './event-lines.ts';
import { asFields, type Fields } from './kubeconfig-file.ts';
import { acceptOf, type Collection, type KubernetesObject } from './list-pages.ts';
import type { Transport } from './transport.ts';

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

/** The events in one chunk of bytes, with the moment at which it arrived. */
export interface WatchBatch<T> {
  readonly at: Microseconds;
  readonly events: readonly WatchEvent<T>[];
}

/** How long a watch lasts at least before the server ends it, and the random time added to it, in seconds (client-go's reflector: 5 to 10 minutes). */
const SHORTEST = 300;
const SPREAD = 300;

/**
 * Opens the watch. Its events end without an error when the server ends it.
 *
 * @throws {ApiError} for an ERROR event too (410: this resource version is forgotten); {ConnectionError} when it breaks.
 */
export async function openWatch<T extends KubernetesObject>(
  transport: Transport,
  collection: Collection,
  resourceVersion: string,
  options: { readonly idle: Microseconds; readonly signal: AbortSignal | undefined },
): Promise<AsyncGenerator<WatchBatch<T>>> {
  const { path, labelSelector, fieldSelector } = collection;
  const query = {
    labelSelector,
    fieldSelector,
    watch: true,
    allowWatchBookmarks: true,
    resourceVersion,
    timeoutSeconds: timeoutOf(collection, options.idle, transport.random()),
  };
  const accept = acceptOf(collection, 'PartialObjectMetadata');
  const { signal } = options;
  const chunks = await transport.stream({ method: 'GET', path, query, accept, signal }, options.idle);
  return batches<T>(chunks, transport, path);
}

/** Without bookmarks a quiet connection looks broken, so the server ends such a watch before that. */
function timeoutOf({ lacksBookmarks }: Collection, idle: Microseconds, random: number): number {
  if (lacksBookmarks === true) return Math.max(1, Math.floor((idle / 1e6) * (0.5 + 0.3 * random)));
  return SHORTEST + Math.floor(random * SPREAD);
}

async function* batches<T>(
  chunks: AsyncIterable<Buffer>,
  transport: Transport,
  path: string,
): AsyncGenerator<WatchBatch<T>> {
  const lines = createEventLines();
  for await (const chunk of chunks) {
    const at = transport.clock.now();
    const events: WatchEvent<T>[] = [];
    let failure: Error | undefined;
    for (const line of lines.push(chunk)) {
      const event = parseEvent<T>(line, transport, path);
      if (event instanceof Error) {
        failure = event;
        break;
      }
      if (event !== undefined) events.push(event);
    }
    yield { at, events };
    if (failure) throw failure;
  }
}

/** An error ends the watch. Events of unknown kinds are skipped. */
function parseEvent<T>(line: string, transport: Transport, path: string): WatchEvent<T> | Error | undefined {
  const { server, context } = transport;
  let event: Fields | undefined;
  try {
    event = asFields(JSON.parse(line));
  } catch {
    return new ConnectionError('GARBLED', server, 'an event that is not JSON');
  }
  const object = asFields(event?.object);
  if (object === undefined) return new ConnectionError('GARBLED', server, 'an event without object');
  if (event?.type === 'ERROR') {
    const status = Number(object.code) || 500;
    return new ApiError(status, object, { method: 'WATCH', path, server, context });
  }
  if (!/^(ADDED|MODIFIED|DELETED|BOOKMARK)$/.test(String(event?.type))) return undefined;
  return event as unknown as WatchEvent<T>;
}
