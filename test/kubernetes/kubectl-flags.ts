/** Flags of kubectl, and what kubectl 1.32.4 sends for them to a server that writes down what it gets. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { ExecutionContext } from 'ava';
import { makeAuthority } from './certificates.ts';
import { json, scriptedServer } from './scripted-server.ts';
import { temporaryFolder } from './try-cluster.ts';

/** What the server sees of a call. */
export interface SeenCall {
  /** Authorization. */
  readonly auth?: string;
  /** Common name of the client certificate. */
  readonly cert?: string;
  /** Server name of the TLS handshake. */
  readonly sni?: string;
  readonly as?: string;
  readonly groups?: string;
  readonly uid?: string;
}

export interface FlagCase {
  /** HTTP, HTTPS, CA, OTHER, CERT and KEY stand for what the laboratory has. */
  readonly flags: string;
  /** `refused`: nothing reaches the server. */
  readonly sent: SeenCall | 'refused';
}

const TOKEN = { auth: 'Bearer T' };
const BOSS = { ...TOKEN, as: 'boss', uid: '7', groups: 'g1' };

export const FLAG_CASES: readonly FlagCase[] = [
  { flags: '', sent: TOKEN },
  { flags: '--token X', sent: { auth: 'Bearer X' } },
  { flags: '--context plain', sent: {} },
  { flags: '--context plain --token X', sent: {} },
  { flags: '--context plain --as joe', sent: { as: 'joe' } },
  { flags: '--context cert', sent: { cert: 'us' } },
  { flags: '--context cert --token X', sent: { auth: 'Bearer X', cert: 'us' } },
  { flags: '--context exec --token X', sent: { auth: 'Bearer X' } },
  { flags: '--as joe', sent: { ...TOKEN, as: 'joe' } },
  {
    flags: '--as joe --as-uid 9 --as-group a --as-group b,c',
    sent: { ...TOKEN, as: 'joe', uid: '9', groups: 'a, b,c' },
  },
  { flags: '--as-uid 9', sent: 'refused' },
  { flags: '--as-group a', sent: 'refused' },
  { flags: '--context as', sent: BOSS },
  { flags: '--context as --as joe', sent: { ...BOSS, as: 'joe' } },
  { flags: '--context as --as-group z', sent: { ...BOSS, groups: 'z' } },
  { flags: '--context as --as-uid 9', sent: { ...BOSS, uid: '9' } },
  { flags: '--user cert', sent: { cert: 'us' } },
  { flags: '--user nope', sent: 'refused' },
  { flags: '--cluster plain', sent: {} },
  { flags: '--cluster nope', sent: 'refused' },
  { flags: '--context nope --cluster tls --user cert', sent: 'refused' },
  { flags: '--context lost --cluster tls', sent: TOKEN },
  { flags: '--server HTTP', sent: {} },
  { flags: '--server HTTPS', sent: TOKEN },
  { flags: '--context lost --server HTTPS --insecure-skip-tls-verify', sent: TOKEN },
  { flags: '--context sni', sent: { ...TOKEN, sni: 'local' } },
  { flags: '--context sni --server HTTPS', sent: TOKEN },
  { flags: '--tls-server-name local', sent: { ...TOKEN, sni: 'local' } },
  { flags: '--tls-server-name nowhere', sent: 'refused' },
  { flags: '--insecure-skip-tls-verify', sent: TOKEN },
  { flags: '--context skip --certificate-authority OTHER', sent: 'refused' },
  { flags: '--context skip --certificate-authority CA', sent: TOKEN },
  { flags: '--certificate-authority OTHER', sent: 'refused' },
  { flags: '--certificate-authority CA --insecure-skip-tls-verify', sent: 'refused' },
  { flags: '--client-certificate CERT --client-key KEY', sent: { ...TOKEN, cert: 'them' } },
  { flags: '--client-certificate CERT', sent: 'refused' },
  { flags: '--client-key KEY', sent: TOKEN },
  { flags: '--kubeconfig EMPTY --server HTTP', sent: {} },
  { flags: '--kubeconfig EMPTY --context x --server HTTP', sent: 'refused' },
  {
    flags: '--kubeconfig EMPTY --server HTTPS --certificate-authority CA --token Y',
    sent: { auth: 'Bearer Y' },
  },
];

export interface FlagLaboratory {
  /** To put into KUBECONFIG. */
  readonly kubeconfig: string;
  words(flags: string): string[];
  /** The last call since this was asked the last time. */
  lastCall(): SeenCall | 'refused';
}

/** A kubeconfig with contexts for all cases, and an http and an https server that write down what they get. */
export async function flagLaboratory(t: ExecutionContext): Promise<FlagLaboratory> {
  const folder = temporaryFolder(t);
  const authority = makeAuthority(folder);
  const [local, us] = [authority.sign('local'), authority.sign('us')];
  authority.sign('them');
  const other = join(folder, 'other');
  writeFileSync(other, us.cert);
  const empty = join(folder, 'empty');
  writeFileSync(empty, '');
  let last: SeenCall | 'refused' = 'refused';
  const answer: Parameters<typeof scriptedServer>[1] = (response, { headers, path }) => {
    if (path.startsWith('/version')) last = seen(headers, response.socket as TLSSocket);
    json(response, 200, { major: '1', minor: '32', gitVersion: 'v1.32.4' });
  };
  const http = await scriptedServer(t, answer);
  const https = await scriptedServer(t, answer, {
    ...local,
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: false,
  });
  const kubeconfig = join(folder, 'config');
  const ca = { 'certificate-authority-data': base64(authority.cert) };
  writeFileSync(kubeconfig, JSON.stringify(configuration(http.url, https.url, ca, us)));
  const meant: Readonly<Record<string, string>> = {
    HTTP: http.url,
    HTTPS: https.url,
    CA: join(folder, 'ca.crt'),
    OTHER: other,
    CERT: join(folder, 'them.crt'),
    KEY: join(folder, 'them.key'),
    EMPTY: empty,
  };
  return {
    kubeconfig,
    words: (flags) =>
      flags
        .split(' ')
        .filter(Boolean)
        .map((word) => meant[word] ?? word),
    lastCall() {
      const call = last;
      last = 'refused';
      return call;
    },
  };
}

function configuration(http: string, https: string, ca: object, us: { cert: string; key: string }): object {
  const context = (name: string, cluster: string, user: string) => ({ name, context: { cluster, user } });
  const command = '/missing/plugin';
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [
      context('here', 'tls', 'token'),
      context('plain', 'plain', 'token'),
      context('cert', 'tls', 'cert'),
      context('as', 'tls', 'as'),
      context('exec', 'tls', 'exec'),
      { name: 'lost', context: { user: 'token' } },
      context('sni', 'sni', 'token'),
      context('skip', 'skip', 'token'),
    ],
    clusters: [
      { name: 'tls', cluster: { server: https, ...ca } },
      { name: 'plain', cluster: { server: http } },
      { name: 'sni', cluster: { server: https, ...ca, 'tls-server-name': 'local' } },
      { name: 'skip', cluster: { server: https, 'insecure-skip-tls-verify': true } },
    ],
    users: [
      { name: 'token', user: { token: 'T' } },
      {
        name: 'cert',
        user: { 'client-certificate-data': base64(us.cert), 'client-key-data': base64(us.key) },
      },
      { name: 'as', user: { token: 'T', as: 'boss', 'as-uid': '7', 'as-groups': ['g1'] } },
      {
        name: 'exec',
        user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' } },
      },
    ],
  };
}

function seen(headers: Readonly<Record<string, unknown>>, socket: TLSSocket): SeenCall {
  const cert = socket.getPeerCertificate?.()?.subject?.CN;
  const values = {
    auth: headers.authorization,
    cert,
    sni: socket.servername || undefined,
    as: headers['impersonate-user'],
    uid: headers['impersonate-uid'],
    groups: headers['impersonate-group'],
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
