/** Keeps pods as an API server does: versions, listings of a moment in pages, watches from a version on, and faults on request. */
import type { ServerResponse } from 'node:http';
import { json, type ScriptedServer, type SeenRequest, serve, status } from './scripted-server.ts';

export interface FakePod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
}

/** One line of the history. */
export interface HistoryEvent {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: FakePod;
}

/** What goes wrong with a request, instead of or in the middle of its answer. */
export type Fault = (response: ServerResponse) => void;

export interface FakeCollection {
  readonly server: ScriptedServer;
  readonly history: readonly HistoryEvent[];
  /** The version of every listing's moment, in the order of their first pages. */
  readonly listings: readonly number[];
  /** What exists, uids by name. */
  existing(): Map<string, string>;
  create(name: string): void;
  change(name: string): void;
  remove(name: string): void;
  /** Forgets every version up to now: watches and pages from there get 410. */
  compact(): void;
  bookmark(): void;
  /** Does something to every open watch. */
  toWatches(what: (response: ServerResponse) => void): void;
  watches(): number;
  /** The next requests fail like this. */
  failNext(...faults: Fault[]): void;
  faultsLeft(): number;
  close(): Promise<void>;
}

export const POD_PATH = '/api/v1/pods';

export async function fakeCollection(): Promise<FakeCollection> {
  const history: HistoryEvent[] = [];
  const listings: number[] = [];
  const pods = new Map<string, FakePod>();
  const watches = new Set<ServerResponse>();
  const faults: Fault[] = [];
  let version = 100;
  let oldest = 0;

  const record = (type: HistoryEvent['type'], name: string, uid: string): void => {
    version += 1;
    const metadata = { name, namespace: 'default', uid, resourceVersion: String(version) };
    const event = { version, type, object: { metadata } };
    history.push(event);
    if (type === 'DELETED') pods.delete(name);
    else pods.set(name, event.object);
    for (const response of watches) response.write(line(type, event.object));
  };
  /** The pods as they were then. */
  const snapshot = (then: number): FakePod[] => {
    const at = new Map<string, FakePod>();
    for (const { version: when, type, object } of history) {
      if (when > then) break;
      if (type === 'DELETED') at.delete(object.metadata.name);
      else at.set(object.metadata.name, object);
    }
    return [...at.values()];
  };
  const list = (response: ServerResponse, { query }: SeenRequest): void => {
    const [then, start] = (query.get('continue') ?? `${version}:0`).split(':').map(Number) as [
      number,
      number,
    ];
    if (start === 0) listings.push(then);
    else if (then < oldest)
      return json(response, 410, status(410, 'Expired', 'the continue token is too old'));
    const all = snapshot(then);
    const end = start + Number(query.get('limit') ?? all.length);
    const next = end < all.length ? { continue: `${then}:${end}` } : {};
    json(response, 200, {
      metadata: { resourceVersion: String(then), ...next },
      items: all.slice(start, end),
    });
  };
  const watch = (response: ServerResponse, { query }: SeenRequest): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const from = Number(query.get('resourceVersion'));
    if (from < oldest)
      return void response.end(line('ERROR', status(410, 'Expired', 'too old resource version')));
    for (const event of history) if (event.version > from) response.write(line(event.type, event.object));
    watches.add(response);
    response.on('close', () => watches.delete(response));
  };
  const server = await serve((response, request) => {
    const fault = faults.shift();
    if (fault) fault(response);
    else if (request.query.get('watch') === 'true') watch(response, request);
    else list(response, request);
  });
  return {
    server,
    history,
    listings,
    existing: () => new Map([...pods].map(([name, { metadata }]) => [name, metadata.uid])),
    create(name) {
      if (!pods.has(name)) record('ADDED', name, `uid-${version + 1}`);
    },
    change(name) {
      const pod = pods.get(name);
      if (pod) record('MODIFIED', name, pod.metadata.uid);
    },
    remove(name) {
      const pod = pods.get(name);
      if (pod) record('DELETED', name, pod.metadata.uid);
    },
    compact() {
      version += 1;
      oldest = version;
    },
    bookmark() {
      const object = { kind: 'Pod', metadata: { resourceVersion: String(version), creationTimestamp: null } };
      for (const response of watches) response.write(line('BOOKMARK', object));
    },
    toWatches(what) {
      for (const response of [...watches]) {
        // Nothing more is sent to it, whatever happens to it now.
        watches.delete(response);
        what(response);
      }
    },
    watches: () => watches.size,
    failNext: (...next) => void faults.push(...next),
    faultsLeft: () => faults.length,
    close: () => server.close(),
  };
}

export function line(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** Faults of one request. */
export const FAULTS = {
  overloaded: (response) =>
    json(response, 429, status(429, 'TooManyRequests', 'later'), { 'retry-after': '1' }),
  broken: (response) => json(response, 500, status(500, 'InternalError', 'etcd is away')),
  reset: (response) => response.socket?.resetAndDestroy(),
  forbidden: (response) => json(response, 403, status(403, 'Forbidden', 'RBAC is not loaded')),
} satisfies Record<string, Fault>;

/** Ends of a watch. */
export const ENDS = {
  timeout: (response) => response.end(),
  cut: (response) => response.socket?.resetAndDestroy(),
  torn: (response) => {
    response.write('{"type":"ADDED","object":{"metadata":{"na', () => response.socket?.resetAndDestroy());
  },
  tornQuietly: (response) => response.end('{"type":"ADDED","object":{"metadata":{"na'),
  garbled: (response) => response.end('{"type":"ADDED","object":\n'),
  error: (response) => response.end(line('ERROR', status(500, 'InternalError', 'etcd is away'))),
} satisfies Record<string, Fault>;
