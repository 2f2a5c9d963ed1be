/** A loopback proxy that passes bytes on untouched until it is told to cut every connection, as a load balancer that is replaced does. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** `https://127.0.0.1:port`; certificates are those of the server behind it. */
  readonly server: string;
  /** Cuts what is open; new connections are taken. Gives how many were cut. */
  cut(): number;
  close(): Promise<void>;
}

export async function startCuttingProxy(behind: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(behind);
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const cut = (): number => {
    const cutNow = open.size / 2;
    for (const socket of open) socket.destroy();
    return cutNow;
  };
  return {
    server: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    async close() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
