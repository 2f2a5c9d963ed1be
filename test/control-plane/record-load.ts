/** Creates a load that is hard for a watch, and a connection that a test can cut. */
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Transport } from '../../src/kubernetes/transport.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { pod } from './workload.ts';

export const PODS = '/api/v1/namespaces/default/pods';

export interface Load {
  readonly created: number;
  readonly deleted: number;
  /** Resolves when the workers have ended. */
  stop(): Promise<void>;
}

/** Creates, deletes and creates again pods of a few names, each call as soon as the one before is answered. */
export function startLoad(transport: Transport, workers: number, random: () => number): Load {
  let isOver = false;
  const counts = { created: 0, deleted: 0 };
  const call = async (action: () => Promise<void>): Promise<boolean> => {
    try {
      await action();
      return true;
    } catch {
      // The server is down, or the name is still in use. The audit log shows the result.
      return false;
    }
  };
  const work = async (name: string): Promise<void> => {
    while (!isOver) {
      const body = pod(name);
      if (await call(() => transport.send({ method: 'POST', path: PODS, body }))) counts.created += 1;
      if (random() < 0.5) await sleep(random() * 150);
      const query = { gracePeriodSeconds: 0 };
      if (await call(() => transport.send({ method: 'DELETE', path: `${PODS}/${name}`, query })))
        counts.deleted += 1;
      else await sleep(50);
    }
  };
  const all = Array.from({ length: workers }, (_, index) => work(`again-${index}`));
  return {
    get created() {
      return counts.created;
    },
    get deleted() {
      return counts.deleted;
    },
    async stop() {
      isOver = true;
      await Promise.all(all);
    },
  };
}

export interface Wire {
  /** The path of a kubeconfig that leads through the wire. */
  readonly kubeconfig: string;
  cut(): void;
  close(): Promise<void>;
}

/** A loopback port that leads to the API server and whose connections can be cut. */
export async function cuttableWire(cluster: ControlPlane): Promise<Wire> {
  const target = Number(new URL(cluster.server).port);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one
        .on('error', () => other.destroy())
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(cluster.folder, 'through-the-wire.yaml');
  const text = await readFile(cluster.kubeconfig, 'utf8');
  await writeFile(kubeconfig, text.replaceAll(cluster.server, `https://127.0.0.1:${port}`));
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    kubeconfig,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Deletes pods one by one, because the audit log does not name the pods of a deleted collection. */
export async function removePods(transport: Transport): Promise<void> {
  const { items } = await transport.call<{ items: { metadata: { name: string } }[] }>({
    method: 'GET',
    path: PODS,
  });
  for (const { metadata } of items)
    await transport.send({
      method: 'DELETE',
      path: `${PODS}/${metadata.name}`,
      query: { gracePeriodSeconds: 0 },
    });
}
