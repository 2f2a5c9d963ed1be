/** Serves metrics over HTTP on this machine only, for Prometheus to read. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { UserError } from '../core/errors/user-error.ts';
import { OPENMETRICS_TYPE } from '../core/metrics/openmetrics-text.ts';

export interface MetricsServer {
  readonly url: string;
  /** Waits until the last state was read, if anybody reads it: twice the time between the last two reads at most, and a minute. */
  lastRead(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const LONGEST_WAIT_MS = 60_000;

/**
 * @param port 0 takes a free one.
 * @param text is called for each read.
 * @throws {UserError} (usage) if the port is taken or not allowed.
 */
export async function serveMetrics(port: number, text: () => string): Promise<MetricsServer> {
  const { createServer } = await import('node:http');
  let lastReads: readonly number[] = [];
  let onRead = (): void => {};
  const server = createServer((request, response) => {
    if (!answer(request, response, text)) return;
    lastReads = [...lastReads, performance.now()].slice(-2);
    onRead();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusedPort(port, error)));
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${LOOPBACK}:${bound}/metrics`,
    async lastRead(signal) {
      const [before, last] = lastReads;
      if (before === undefined || last === undefined || signal.aborted) return;
      const wait = Math.min(LONGEST_WAIT_MS, 2 * (last - before));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        signal.addEventListener('abort', () => resolve(), { once: true });
        onRead = () => setImmediate(resolve);
        signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      });
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Whether the metrics were read. */
function answer(request: IncomingMessage, response: ServerResponse, text: () => string): boolean {
  // A client may send what is no address, such as //.
  const [path] = (request.url ?? '/').split('?');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return false;
  }
  if (path !== '/metrics') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('metrics are at /metrics\n');
    return false;
  }
  const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const body = isZipped ? gzipSync(text(), { level: 1 }) : Buffer.from(text());
  response.writeHead(200, {
    'content-type': OPENMETRICS_TYPE,
    'content-length': body.length,
    ...(isZipped && { 'content-encoding': 'gzip' }),
  });
  response.end(body);
  return true;
}

function refusedPort(port: number, error: NodeJS.ErrnoException): UserError {
  const why =
    error.code === 'EADDRINUSE'
      ? 'it is taken'
      : error.code === 'EACCES'
        ? 'it is not allowed'
        : error.message;
  return new UserError(`metrics can't be served on port ${port}: ${why}`, {
    next: 'give another --metrics-port, or 0 for any free one',
  });
}
