/** A real server on loopback that answers as a test decides, for faults that a real API server shows rarely. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ExecutionContext } from 'ava';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** @param number of this request, from 1. */
export type Answer = (response: ServerResponse, request: SeenRequest, number: number) => void;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** How many connections were ever made. */
  connections(): number;
  close(): Promise<void>;
}

/** Listens until the test ends. */
export async function scriptedServer(
  t: ExecutionContext,
  answer: Answer,
  tls?: ServerOptions,
): Promise<ScriptedServer> {
  const server = await serve(answer, tls);
  t.teardown(server.close);
  return server;
}

export async function serve(answer: Answer, tls?: ServerOptions): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener: RequestListener = async (request, response) => {
    response.on('error', () => {});
    let body = '';
    try {
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
    } catch {
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const { method = '', headers } = request;
    const seen = { method, path: pathname, query: searchParams, headers, body };
    requests.push(seen);
    answer(response, seen, requests.length);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Kubernetes' way to refuse. */
export function status(code: number, reason: string, message: string): object {
  return { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, reason, message };
}
