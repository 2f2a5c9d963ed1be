/** Servers, proxies and an issuer of tokens that write down what a client with a kubeconfig sends them. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { ExecutionContext } from 'ava';
import { makeAuthority } from '../certificates.ts';
import { type Answer, json, scriptedServer } from '../scripted-server.ts';
import { temporaryFolder } from '../try-cluster.ts';
import { httpProxy, type ProxyNote, socksProxy } from './proxies.ts';

/** What is seen of a client's last accepted call, and of what it asked others on the way. */
export interface Seen {
  readonly auth?: string;
  /** Common name of the client certificate. */
  readonly cert?: string;
  /** Server name of the TLS handshake. */
  readonly sni?: string;
  readonly host?: string;
  readonly path?: string;
  /** Impersonation headers by name, without `impersonate-`. */
  readonly as?: Readonly<Record<string, string>>;
  readonly proxy?: readonly string[];
  /** Requests to the issuer. */
  readonly issuer?: readonly string[];
  /** KUBERNETES_EXEC_INFO and OWN of the plugin's runs. */
  readonly plugin?: readonly unknown[];
}

export interface Laboratory {
  readonly folder: string;
  /** What stands for the words in a case: HTTPS, HOSTPORT, V6, PROXY, TLSPROXY, SOCKS, ISSUER, PORT, CA, CERT, KEY, FRESH, STALE. */
  readonly words: Readonly<Record<string, string>>;
  /** Forgets, and begins to write down. */
  begin(): void;
  /** Undefined where no call was accepted. */
  seen(): Seen | undefined;
}

export async function kubeconfigLaboratory(t: ExecutionContext): Promise<Laboratory> {
  const folder = temporaryFolder(t);
  const authority = makeAuthority(folder);
  const local = authority.sign('local');
  const us = authority.sign('us');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'token'), 'T\n');
  let call: Seen | undefined;
  let asked: string[] = [];
  let issued: string[] = [];
  const pluginSeen = join(folder, 'seen');
  const answer: Answer = (response, { headers, path }) => {
    if (path.endsWith('/version')) call = seenCall(headers, path, response.socket as TLSSocket);
    json(response, 200, { major: '1', minor: '36', gitVersion: 'v1.36.3' });
  };
  const tls = { ...local, ca: authority.cert, requestCert: true, rejectUnauthorized: false };
  const https = await scriptedServer(t, answer, tls);
  const http = await scriptedServer(t, answer);
  const issuer = await scriptedServer(t, (response, request) => {
    issued.push(
      `${request.method} ${request.path} ${request.headers.authorization ?? ''} ${request.body}`.trim(),
    );
    if (request.path.endsWith('openid-configuration'))
      json(response, 200, { issuer: issuer.url, token_endpoint: `${issuer.url}/token` });
    else if (request.body.includes('client_id='))
      json(response, 200, {
        access_token: 'a',
        token_type: 'bearer',
        id_token: token(4_000_000_000),
        refresh_token: 'next',
      });
    else json(response, 401, { error: 'invalid_client' });
  });
  const onward = { https: portOf(https.url), http: portOf(http.url) };
  const note: ProxyNote = (what, authorization) =>
    void asked.push(authorization === undefined ? what : `${what} ${authorization}`);
  const proxy = await httpProxy(t, onward, note);
  const tlsProxy = await httpProxy(t, onward, note, local);
  const socks = await socksProxy(t, onward, note);
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  writePlugin(join(folder, 'bin', 'login'), pluginSeen, us);
  return {
    folder,
    words: {
      HTTPS: https.url,
      HOSTPORT: http.url.replace('http://', ''),
      PORT: String(onward.https),
      V6: await onIpv6(t, tls, answer),
      PROXY: String(proxy),
      TLSPROXY: String(tlsProxy),
      SOCKS: String(socks),
      ISSUER: issuer.url,
      CA: base64(authority.cert),
      CERT: base64(us.cert),
      KEY: base64(us.key),
      FRESH: token(4_000_000_000),
      STALE: token(1_500_000_000),
    },
    begin() {
      call = undefined;
      asked = [];
      issued = [];
      writeFileSync(pluginSeen, '');
    },
    seen() {
      if (call === undefined) return undefined;
      const plugin = existsSync(pluginSeen) ? lines(readFileSync(pluginSeen, 'utf8')) : [];
      return {
        ...call,
        ...(asked.length > 0 && { proxy: asked }),
        ...(issued.length > 0 && { issuer: issued }),
        ...(plugin.length > 0 && { plugin }),
      };
    },
  };
}

/** Undefined becomes port 0, where nothing listens: the machine may have no IPv6. */
async function onIpv6(t: ExecutionContext, tls: object, answer: Answer): Promise<string> {
  const server = createServer(tls, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    answer(
      response,
      { method: 'GET', path: pathname, query: searchParams, headers: request.headers, body: '' },
      1,
    );
  });
  const port = await new Promise<number>((resolve) => {
    server.on('error', () => resolve(0));
    server.listen(0, '::1', () => resolve((server.address() as AddressInfo).port));
  });
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return String(port);
}

function seenCall(headers: Readonly<Record<string, unknown>>, path: string, socket: TLSSocket): Seen {
  const as = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('impersonate-') ? [[name.slice('impersonate-'.length), String(value)] as const] : [],
  );
  const values = {
    auth: headers.authorization,
    cert: socket.getPeerCertificate?.()?.subject?.CN,
    sni: socket.servername || undefined,
    host: headers.host,
    path,
    as: as.length > 0 ? Object.fromEntries(as) : undefined,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Gives what the argument says: a token, or the client certificate. */
function writePlugin(command: string, seen: string, us: { cert: string; key: string }): void {
  writeFileSync(
    command,
    `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
appendFileSync(${JSON.stringify(seen)}, JSON.stringify({ info, own: process.env.OWN, args: process.argv.slice(2) }) + '\\n');
const statuses = {
  token: { token: 'of-plugin' },
  certificate: { clientCertificateData: ${JSON.stringify(us.cert)}, clientKeyData: ${JSON.stringify(us.key)} },
};
console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: info.apiVersion, status: statuses[process.argv[2]] }));
`,
  );
  chmodSync(command, 0o755);
}

/** An unsigned token that expires at this second of the Unix epoch. */
function token(exp: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp })}.c2ln`;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function lines(text: string): unknown[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}
