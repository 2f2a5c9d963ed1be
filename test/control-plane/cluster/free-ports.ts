/** Finds loopback ports for a cluster, so that clusters that start at the same time get different ports. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

// Below the range that Linux and macOS use for outgoing connections, which could take a port before the cluster does. kwokctl itself
// searches down from 32767, so that two that start at the same time find the same ports; drawn ports seldom coincide.
const FIRST = 12_000;
const LAST = 31_000;
const ATTEMPTS = 200;

/**
 * Draws ports that nothing listens on, all different.
 *
 * @throws Error if too many ports are in use, which has another cause.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  try {
    for (let attempt = 0; held.size < count; attempt += 1) {
      if (attempt === ATTEMPTS) throw new Error(`no ${count} free ports between ${FIRST} and ${LAST}`);
      const port = randomInt(FIRST, LAST);
      const server = held.has(port) ? undefined : await listen(port);
      if (server !== undefined) held.set(port, server);
    }
    return [...held.keys()];
  } finally {
    await Promise.all([...held.values()].map((server) => once(server.close(), 'close')));
  }
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  } catch {
    return undefined;
  }
}
