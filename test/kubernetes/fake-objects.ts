/** Keeps objects of any kind as an API server does: listings in pages by label, deletion by uid, grace periods, finalizers, and faults on request. */
import type { ServerResponse } from 'node:http';
import type { ExecutionContext } from 'ava';
import { json, type ScriptedServer, type SeenRequest, serve, status } from './scripted-server.ts';

export interface FakeObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly controller: boolean }[];
    finalizers?: readonly string[];
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
  };
  readonly status?: object;
}

export interface FakeObjects {
  readonly server: ScriptedServer;
  /** Puts an object into a collection such as `/api/v1/pods`; in a namespace where one is given. */
  add(collection: string, name: string, metadata?: Partial<FakeObject['metadata']>, status?: object): void;
  /** Every object as `collection name`, in the order they were added. */
  left(): string[];
  /** Removes an object, as if somebody else had. */
  drop(collection: string, name: string): void;
  /** Called before every answer; returns whether it has answered. */
  intercept?: (response: ServerResponse, request: SeenRequest, number: number) => boolean;
}

/** Group and version; perhaps a namespace; resource; perhaps a name. */
const PATH = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/;

export async function fakeObjects(t: ExecutionContext): Promise<FakeObjects> {
  const stored = new Map<string, FakeObject & { readonly collection: string }>();
  let uids = 0;
  const keyOf = (collection: string, namespace: string | undefined, name: string): string =>
    `${collection} ${namespace ?? ''} ${name}`;

  const list = (response: ServerResponse, collection: string, { query }: SeenRequest): void => {
    const selector = query.get('labelSelector');
    const all = [...stored.values()].filter(
      (object) => object.collection === collection && isSelected(object, selector),
    );
    // By uid, so that a page continues correctly after deletions.
    const after = Number(query.get('continue') ?? 0);
    const rest = all.filter(({ metadata }) => Number(metadata.uid) > after);
    const items = rest.slice(0, Number(query.get('limit') ?? rest.length));
    const next = items.length < rest.length ? { continue: items.at(-1)?.metadata.uid } : {};
    json(response, 200, { metadata: { resourceVersion: '1', ...next }, items });
  };
  const settle = (key: string): void => {
    const { metadata } = stored.get(key)!;
    const isDone = metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0;
    if (isDone && (metadata.finalizers ?? []).length === 0) stored.delete(key);
  };
  const remove = (response: ServerResponse, key: string, { query }: SeenRequest): void => {
    const { metadata } = stored.get(key)!;
    if (query.has('uid') && query.get('uid') !== metadata.uid)
      return json(response, 409, status(409, 'Conflict', 'the UID in the precondition is another one'));
    metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    metadata.deletionGracePeriodSeconds = Number(query.get('gracePeriodSeconds') ?? 30);
    settle(key);
    json(response, 200, { metadata });
  };

  const fake: FakeObjects = {
    server: await serve((response, request, number) => {
      if (fake.intercept?.(response, request, number)) return;
      const [, group = '', namespace, resource = '', name] = (PATH.exec(request.path) ?? []).map(
        (part) => part && decodeURIComponent(part),
      );
      const collection = `${group}/${resource}`;
      if (/^\/apis\/[^/]+\/[^/]+$/.test(request.path)) {
        const resources = [...stored.values()]
          .filter((object) => object.collection.startsWith(request.path))
          .map((object) => ({ name: object.collection.slice(request.path.length + 1) }));
        if (resources.length === 0) return json(response, 404, status(404, 'NotFound', 'no such group'));
        return json(response, 200, { resources });
      }
      if (name === undefined) return list(response, collection, request);
      const key = keyOf(collection, namespace, name);
      const object = stored.get(key);
      if (object === undefined) return json(response, 404, status(404, 'NotFound', `${name} not found`));
      if (request.method === 'DELETE') return remove(response, key, request);
      object.metadata.finalizers = JSON.parse(request.body).metadata.finalizers;
      settle(key);
      json(response, 200, object);
    }),
    add(collection, name, metadata = {}, state = {}) {
      uids += 1;
      const object = {
        collection,
        metadata: { name, uid: String(uids), resourceVersion: '1', ...metadata },
        status: state,
      };
      stored.set(keyOf(collection, metadata.namespace, name), object);
    },
    left: () => [...stored.values()].map(({ collection, metadata }) => `${collection} ${metadata.name}`),
    drop(collection, name) {
      for (const [key, object] of stored)
        if (object.collection === collection && object.metadata.name === name) stored.delete(key);
    },
  };
  t.teardown(fake.server.close);
  return fake;
}

/** `key` or `key=value`. */
function isSelected({ metadata }: FakeObject, selector: string | null): boolean {
  if (selector === null) return true;
  const [key = '', value] = selector.split('=');
  const found = metadata.labels?.[key];
  return value === undefined ? found !== undefined : found === value;
}
