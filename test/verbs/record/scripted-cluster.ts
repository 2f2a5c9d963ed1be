/** A fake API server that a test controls: it changes objects, cuts watches and forgets versions while a recorder runs. */
import type { ServerResponse } from 'node:http';
import { json, type SeenRequest, serve, status } from '../../kubernetes/scripted-server.ts';

export interface ScriptedObject {
  readonly metadata: { readonly name: string; readonly uid: string; readonly namespace?: string };
}

export interface ScriptedCluster {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Adds or changes an object of a collection, as `pods`. */
  put(collection: string, object: ScriptedObject & object): void;
  remove(collection: string, uid: string): void;
  /** Sends a bookmark to every open watch. */
  bookmark(): void;
  /** Closes the connection of every open watch. */
  cut(): void;
  /** Answers 410 to watches from an earlier version from now on. */
  forget(): void;
  /** Answers 403 for this collection. */
  forbid(collection: string): void;
  allow(collection: string): void;
  /** Answers this path with the body that is made then, or with that status. */
  answer(path: string, body: () => object | number): void;
  watches(collection: string): number;
  close(): Promise<void>;
}

export async function scriptedCluster(): Promise<ScriptedCluster> {
  const collections = new Map<string, Map<string, ScriptedObject & object>>();
  const recorded: { readonly collection: string; readonly version: number; readonly line: string }[] = [];
  const watches = new Map<ServerResponse, string>();
  const forbidden = new Set<string>();
  const answers = new Map<string, () => object | number>();
  let version = 100;
  let oldest = 0;
  const of = (collection: string) => {
    const objects = collections.get(collection) ?? new Map<string, ScriptedObject & object>();
    collections.set(collection, objects);
    return objects;
  };
  const versioned = (object: ScriptedObject & object) => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(version) },
  });
  const send = (collection: string, type: string, object: object): void => {
    const line = `${JSON.stringify({ type, object })}\n`;
    recorded.push({ collection, version, line });
    for (const [response, watched] of watches) if (watched === collection) response.write(line);
  };
  const server = await serve((response, { path, query }) => {
    if (path === '/version') return json(response, 200, { major: '1', minor: '36+' });
    const answer = answers.get(path)?.();
    if (typeof answer === 'number') return json(response, answer, status(answer, 'Refused', 'not for you'));
    if (answer) return json(response, 200, answer);
    const collection = path.split('/').at(-1)!;
    if (forbidden.has(collection))
      return json(response, 403, status(403, 'Forbidden', `${collection} is not for you`));
    if (query.get('watch') !== 'true') {
      return json(response, 200, {
        metadata: { resourceVersion: String(version) },
        items: [...of(collection).values()],
      });
    }
    const from = Number(query.get('resourceVersion'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (from < oldest) {
      const expired = status(410, 'Expired', `too old resource version: ${from}`);
      return void response.end(`${JSON.stringify({ type: 'ERROR', object: expired })}\n`);
    }
    for (const each of recorded)
      if (each.collection === collection && each.version > from) response.write(each.line);
    watches.set(response, collection);
    response.on('close', () => watches.delete(response));
  });
  return {
    url: server.url,
    requests: server.requests,
    put(collection, object) {
      version += 1;
      const type = of(collection).has(object.metadata.uid) ? 'MODIFIED' : 'ADDED';
      const kept = versioned(object);
      of(collection).set(object.metadata.uid, kept);
      send(collection, type, kept);
    },
    remove(collection, uid) {
      version += 1;
      const last = of(collection).get(uid)!;
      of(collection).delete(uid);
      send(collection, 'DELETED', versioned(last));
    },
    bookmark() {
      const object = { metadata: { resourceVersion: String(version) } };
      for (const response of watches.keys())
        response.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
    },
    cut() {
      for (const response of [...watches.keys()]) {
        watches.delete(response);
        response.socket?.resetAndDestroy();
      }
    },
    forget() {
      version += 1;
      oldest = version;
    },
    forbid: (collection) => void forbidden.add(collection),
    answer: (path, body) => void answers.set(path, body),
    allow: (collection) => void forbidden.delete(collection),
    watches: (collection) => [...watches.values()].filter((watched) => watched === collection).length,
    close: () => server.close(),
  };
}
