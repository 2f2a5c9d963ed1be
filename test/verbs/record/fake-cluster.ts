/** A fake API server with nodes and an endless stream of pods, for tests that kill or overload a recorder. */
import type { ServerResponse } from 'node:http';
import { json, type ScriptedServer, serve, status } from '../../kubernetes/scripted-server.ts';

export interface FakeClusterOptions {
  /** Most pods alive; a new pod replaces the oldest. */
  readonly alive?: number;
  /** Steps of pods in one batch, and milliseconds between batches. */
  readonly batch?: number;
  readonly every?: number;
  /** Milliseconds between the bookmarks of a watch, also of nodes. Default: no bookmarks. */
  readonly bookmarks?: number;
  /** The delay of a watch in milliseconds, from the number of watches before it. Default: no delay. */
  readonly behind?: (watch: number) => number;
}

export interface FakeCluster {
  readonly server: ScriptedServer;
  /** All steps with their uids, in order: a recording without losses contains all of them. */
  readonly history: readonly { readonly uid: string; readonly step: Step }[];
  stop(): Promise<void>;
}

type Step = 'ADDED' | 'BOUND' | 'RUNNING' | 'DELETED';

const NODES = 4;

/** A pod as an API server sends it, with managed fields; a recording leaves out most of it. */
export function fakePod(uid: string, name: string, version: number, step: Step): object {
  const stamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const isBound = step !== 'ADDED';
  const isRunning = step === 'RUNNING' || step === 'DELETED';
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace: 'default',
      uid,
      resourceVersion: String(version),
      creationTimestamp: stamp,
      labels: { app: 'web', 'pod-template-hash': '5d4f8c7b9d' },
      annotations: { 'example.com/note': 'left out' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d4f8c7b9d', uid: 'rs-1', controller: true },
      ],
    },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'registry.example/web:1',
          env: [{ name: 'PASSWORD', value: 'left-out-too' }],
          resources: { requests: { cpu: '100m', memory: '64Mi' } },
          terminationMessagePath: '/dev/termination-log',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      ...(isBound ? { nodeName: `node-${version % NODES}` } : {}),
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      priority: 0,
    },
    status: {
      phase: isRunning ? 'Running' : 'Pending',
      ...(isBound
        ? { conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: stamp }] }
        : {}),
      ...(isRunning
        ? {
            conditions: [
              { type: 'PodScheduled', status: 'True', lastTransitionTime: stamp },
              { type: 'Ready', status: 'True', lastTransitionTime: stamp },
            ],
            containerStatuses: [{ name: 'main', restartCount: 0, state: { running: { startedAt: stamp } } }],
          }
        : {}),
    },
  };
}

export function fakeNode(index: number): object {
  return {
    metadata: { name: `node-${index}`, uid: `node-uid-${index}`, resourceVersion: '1', labels: {} },
    status: {
      allocatable: { cpu: '64', memory: '256Gi', pods: '500' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

function bookmarkAt(version: number): string {
  return `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } })}\n`;
}

/** Starts at once and runs until it is stopped, with or without watches. */
export async function startFakeCluster(options: FakeClusterOptions = {}): Promise<FakeCluster> {
  const { alive = 50, batch = 3, every = 2, bookmarks, behind = () => 0 } = options;
  const history: { uid: string; step: Step }[] = [];
  const pods = new Map<string, { name: string; step: Step; version: number }>();
  const watches = new Map<ServerResponse, (line: string) => void>();
  let begun = 0;
  /** The events that a later watch receives first. */
  const recorded: { readonly version: number; readonly line: string }[] = [];
  let version = 10;
  let made = 0;

  const send = (uid: string, name: string, step: Step): void => {
    version += 1;
    history.push({ uid, step });
    if (step === 'DELETED') pods.delete(uid);
    else pods.set(uid, { name, step, version });
    const type = step === 'ADDED' || step === 'DELETED' ? step : 'MODIFIED';
    const line = `${JSON.stringify({ type, object: fakePod(uid, name, version, step) })}\n`;
    recorded.push({ version, line });
    if (recorded.length > 20_000) recorded.splice(0, 10_000);
    for (const send of watches.values()) send(line);
  };
  const live = (): void => {
    for (let count = 0; count < batch; count += 1) {
      const [oldest] = pods;
      const waiting = [...pods].find(([, { step }]) => step !== 'RUNNING');
      if (waiting && made % 3 !== 0) {
        const [uid, { name, step }] = waiting;
        send(uid, name, step === 'ADDED' ? 'BOUND' : 'RUNNING');
        made += 1;
      } else if (pods.size >= alive && oldest) send(oldest[0], oldest[1].name, 'DELETED');
      else {
        made += 1;
        // Names repeat, uids do not.
        send(`uid-${made}`, `web-5d4f8c7b9d-${made % (alive * 2)}`, 'ADDED');
      }
    }
  };
  const server = await serve((response, { path, query }) => {
    const list = (items: unknown[]) =>
      json(response, 200, { metadata: { resourceVersion: String(version) }, items });
    if (path === '/version') return json(response, 200, { major: '1', minor: '36' });
    if (!/\/(?:nodes|pods)$/.test(path)) return json(response, 403, status(403, 'Forbidden', 'not for you'));
    const isPods = path.endsWith('/pods');
    if (query.get('watch') !== 'true') {
      if (!isPods) return list(Array.from({ length: NODES }, (_, index) => fakeNode(index)));
      return list([...pods].map(([uid, pod]) => fakePod(uid, pod.name, pod.version, pod.step)));
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const delay = behind(begun);
    const send = (line: string): void => {
      if (delay === 0) response.write(line);
      else setTimeout(() => response.writable && response.write(line), delay);
    };
    if (bookmarks !== undefined) {
      const marking = setInterval(() => send(bookmarkAt(version)), bookmarks);
      response.on('close', () => clearInterval(marking));
    }
    if (!isPods) return;
    begun += 1;
    const from = Number(query.get('resourceVersion'));
    for (const { version: then, line } of recorded) if (then > from) send(line);
    watches.set(response, send);
    response.on('close', () => watches.delete(response));
  });
  const living = setInterval(live, every);
  return {
    server,
    history,
    async stop() {
      clearInterval(living);
      await server.close();
    },
  };
}
