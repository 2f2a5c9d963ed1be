/** Proxies on loopback that write down what they are asked for, and lead every name to the one server of a laboratory. */
import { once } from 'node:events';
import { createServer, type RequestListener, request as send } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createNetServer,
  type Server,
  type Socket,
} from 'node:net';
import type { ExecutionContext } from 'ava';
import type { Certificate } from '../certificates.ts';

/** Notes one request to a proxy: `CONNECT name:443`, `GET http://name/path`, `socks name:443`, and who asks. */
export type ProxyNote = (asked: string, authorization?: string) => void;

export interface Onward {
  /** Ports of the servers that stand in for every name. */
  readonly https: number;
  readonly http: number;
}

/** @returns its port. */
export async function httpProxy(
  t: ExecutionContext,
  onward: Onward,
  note: ProxyNote,
  tls?: Certificate,
): Promise<number> {
  const forward: RequestListener = (request, response) => {
    note(`${request.method} ${request.url?.replace(/\?.*/, '')}`, request.headers['proxy-authorization']);
    const { 'proxy-authorization': _hop, ...headers } = request.headers;
    const target = { host: '127.0.0.1', port: onward.http, path: new URL(request.url ?? '').pathname };
    send({ ...target, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end();
  };
  const server = tls ? createTlsServer(tls, forward) : createServer(forward);
  server.on('connect', (request, socket: Socket) => {
    note(`CONNECT ${request.url}`, request.headers['proxy-authorization']);
    const other = connect(onward.https, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      other.pipe(socket).pipe(other);
    });
    for (const end of [socket, other]) end.on('error', () => {});
  });
  return listening(t, server);
}

/** SOCKS5 (RFC 1928) without authentication. */
export function socksProxy(t: ExecutionContext, { https }: Onward, note: ProxyNote): Promise<number> {
  const server = createNetServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (asked: Buffer) => {
        const isName = asked[3] === 3;
        const end = isName ? 5 + asked[4]! : 8;
        const host = isName ? asked.subarray(5, end).toString() : asked.subarray(4, end).join('.');
        note(`socks ${host}:${asked.readUInt16BE(end)}`);
        const other = connect(https, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          other.pipe(socket).pipe(other);
        }).on('error', () => {});
      });
    });
  });
  return listening(t, server);
}

async function listening(t: ExecutionContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
