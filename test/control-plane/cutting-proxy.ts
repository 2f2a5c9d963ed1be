/** A loopback proxy that passes bytes on until a test makes it fail, as a load balancer that is replaced or a firewall that drops its state. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** `https://127.0.0.1:port`. The certificates are those of the server behind it. */
  readonly server: string;
  /** Cuts the open connections and accepts new ones. Returns how many it cut. */
  cut(): number;
  /** Stops passing bytes on open connections without closing them. New connections work. */
  silence(): void;
  /** While true, new connections are closed at once. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(behind: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(behind);
  /** Each open socket, with the socket to which its bytes go. */
  const open = new Map<Socket, Socket>();
  let isRefusing = false;
  const proxy = createServer((client) => {
    if (isRefusing) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.set(one, other);
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
    for (const socket of open.keys()) socket.destroy();
    return cutNow;
  };
  return {
    server: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    silence() {
      for (const [one, other] of open) one.unpipe(other).resume();
    },
    refuse(refusing) {
      isRefusing = refusing;
    },
    async close() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
