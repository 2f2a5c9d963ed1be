/** Connects through a SOCKS5 proxy (RFC 1928, RFC 1929). The proxy resolves names, as with kubectl. undici's own way is experimental and warns. */
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import type { TlsMaterial } from './tls-material.ts';

const SOCKS = 5;
const NO_LOGIN = 0;
const PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/** The port that a proxy has without one in its URL. */
const USUAL_PORT = 1080;

/** Makes the connections of a pool of undici. @param longest in milliseconds. */
export function socksConnector(proxy: string, tls: TlsMaterial, longest: number): buildConnector.connector {
  return ({ hostname, port, protocol }, callback) => {
    const isSecure = protocol === 'https:';
    tunnel(new URL(proxy), bare(hostname), Number(port) || (isSecure ? 443 : 80), longest)
      .then((socket) => (isSecure ? secured(socket, bare(hostname), tls) : socket))
      .then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
  };
}

async function tunnel(proxy: URL, host: string, port: number, longest: number): Promise<Socket> {
  const socket = connect({ host: bare(proxy.hostname), port: Number(proxy.port) || USUAL_PORT });
  const timer = setTimeout(
    () => socket.destroy(new Error('the SOCKS proxy did not answer in time')),
    longest,
  );
  try {
    await once(socket, 'connect');
    await logIn(socket, decodeURIComponent(proxy.username), decodeURIComponent(proxy.password));
    socket.write(Buffer.from([SOCKS, CONNECT, 0, ...address(host), port >> 8, port & 255]));
    const [, refusal = 0, , kind = 0] = await read(socket, 4);
    if (refusal !== 0) throw new Error(`the SOCKS proxy refused ${host}:${port} (${refusal})`);
    const length = kind === NAME ? (await read(socket, 1))[0]! : kind === IPV6 ? 16 : 4;
    await read(socket, length + 2);
    return socket.setKeepAlive(true);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function logIn(socket: Socket, user: string, password: string): Promise<void> {
  socket.write(Buffer.from(user === '' ? [SOCKS, 1, NO_LOGIN] : [SOCKS, 2, NO_LOGIN, PASSWORD]));
  const [, method] = await read(socket, 2);
  if (method === NO_LOGIN) return;
  if (method !== PASSWORD || user === '') throw new Error('the SOCKS proxy wants another login');
  socket.write(Buffer.from([1, ...counted(user), ...counted(password)]));
  const [, refusal] = await read(socket, 2);
  if (refusal !== 0) throw new Error('the SOCKS proxy refused the password');
}

function counted(text: string): number[] {
  const bytes = Buffer.from(text);
  return [bytes.length, ...bytes];
}

function address(host: string): number[] {
  if (isIP(host) === 4) return [IPV4, ...host.split('.').map(Number)];
  return isIP(host) === 6 ? [IPV6, ...ipv6Bytes(host)] : [NAME, ...counted(host)];
}

function ipv6Bytes(host: string): number[] {
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before = '', after] = host.split('::');
  const [head, tail] = [words(before), words(after ?? '')];
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].flatMap((word) => {
    const value = Number.parseInt(word, 16);
    return [value >> 8, value & 255];
  });
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(length) as Buffer | null;
    if (bytes !== null && bytes.length === length) return bytes;
    if (socket.readableEnded || socket.destroyed)
      throw socket.errored ?? new Error('the SOCKS proxy hung up');
    await once(socket, 'readable');
  }
}

async function secured(socket: Socket, host: string, tls: TlsMaterial): Promise<Socket> {
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  const over = connectTls({ ...tls, socket, host, ...(servername !== undefined && { servername }) });
  await once(over, 'secureConnect');
  return over;
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
