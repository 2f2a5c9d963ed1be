/** Kubeconfigs of every kind that kubectl accepts or refuses, and what a call with them sends. Words in capitals stand for what the laboratory has. */
import type { KubeconfigCase } from './kubeconfig-case.ts';
import { AWAY, CONNECTED, PROXY_CASES, VIA } from './proxy-cases.ts';

const CA = { 'certificate-authority-data': 'CA' };
const TOKEN = { token: 'T' };
const DIRECT = { host: '127.0.0.1:PORT', path: '/version' };
const SENT = { auth: 'Bearer T', ...DIRECT };

const exec = (kind: string, more: object = {}) => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './bin/login',
    args: [kind],
    interactiveMode: 'Never',
    ...more,
  },
});
const oidc = (config: object) => ({
  'auth-provider': {
    name: 'oidc',
    config: { 'client-id': 'kubectl', 'idp-issuer-url': 'ISSUER', ...config },
  },
});

export const KUBECONFIG_CASES: readonly KubeconfigCase[] = [
  {
    title: 'certificates by file, relative to the kubeconfig',
    cluster: { 'certificate-authority': 'ca.crt' },
    user: { 'client-certificate': 'us.crt', 'client-key': './us.key' },
    sent: { ...DIRECT, cert: 'us' },
  },
  {
    title: 'certificates as data',
    cluster: CA,
    user: { 'client-certificate-data': 'CERT', 'client-key-data': 'KEY' },
    sent: { ...DIRECT, cert: 'us' },
  },
  { title: 'a server of an unknown authority', cluster: {}, user: TOKEN, sent: 'refused' },
  {
    title: 'tls-server-name',
    cluster: { ...CA, 'tls-server-name': 'local' },
    user: TOKEN,
    sent: { ...SENT, sni: 'local' },
  },
  {
    title: 'no check of the certificate',
    cluster: { 'insecure-skip-tls-verify': true },
    user: TOKEN,
    sent: SENT,
  },
  {
    title: 'host and port without a scheme are http',
    cluster: { server: 'HOSTPORT', ...CA },
    user: TOKEN,
    sent: { host: 'HOSTPORT', path: '/version' },
  },
  {
    title: 'a token file beside an older token',
    cluster: CA,
    user: { token: 'older', tokenFile: 'token' },
    sent: SENT,
  },
  {
    title: 'a missing token file beside a token',
    cluster: CA,
    user: { token: 'T', tokenFile: 'none' },
    sent: SENT,
  },
  { title: 'a missing token file alone', cluster: CA, user: { tokenFile: 'none' }, sent: 'refused' },
  {
    title: 'a name and a password',
    cluster: CA,
    user: { username: 'me', password: 'pass:word' },
    sent: { ...DIRECT, auth: 'Basic bWU6cGFzczp3b3Jk' },
  },
  {
    title: 'a password and a token',
    cluster: CA,
    user: { username: 'me', password: 'p', ...TOKEN },
    sent: 'refused',
  },
  {
    title: 'impersonation',
    cluster: CA,
    user: {
      ...TOKEN,
      as: 'jo',
      'as-uid': '7',
      'as-groups': ['a', 'b'],
      'as-user-extra': { 'example.com/Why (x)': ['test', 'two'], scopes: ['all'] },
    },
    sent: {
      ...SENT,
      as: {
        user: 'jo',
        uid: '7',
        group: 'a, b',
        'extra-example.com%2fwhy%20%28x%29': 'test, two',
        'extra-scopes': 'all',
      },
    },
  },
  {
    title: 'several files: the first that names an entry wins',
    files: [
      { 'current-context': 'c', users: [{ name: 'u', user: TOKEN }] },
      {
        'current-context': 'other',
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        users: [{ name: 'u', user: { token: 'second', as: 'jo' } }],
      },
      { clusters: [{ name: 'k', cluster: { server: 'HTTPS', ...CA } }] },
    ],
    sent: SENT,
  },
  {
    title: 'IPv6',
    cluster: { server: 'https://[::1]:V6', ...CA },
    user: TOKEN,
    sent: { ...SENT, host: '[::1]:V6' },
  },
  {
    title: 'a path in the URL of the server',
    cluster: { server: 'HTTPS/k8s/clusters/c-abc/', ...CA },
    user: TOKEN,
    sent: { ...SENT, path: '/k8s/clusters/c-abc/version' },
  },
  {
    title: 'a plugin that asks for the cluster',
    cluster: {
      'certificate-authority': 'ca.crt',
      'tls-server-name': 'local',
      extensions: [
        { name: 'other', extension: { x: 1 } },
        { name: 'client.authentication.k8s.io/exec', extension: { shoot: { name: 'demo' } } },
      ],
    },
    user: exec('token', {
      provideClusterInfo: true,
      env: [{ name: 'OWN', value: 'yes' }],
      interactiveMode: 'IfAvailable',
    }),
    sent: { ...DIRECT, auth: 'Bearer of-plugin', sni: 'local' },
  },
  {
    title: 'a plugin that asks for the cluster behind a proxy',
    cluster: { ...AWAY, 'proxy-url': VIA, 'disable-compression': true },
    user: exec('token', { provideClusterInfo: true, apiVersion: 'client.authentication.k8s.io/v1beta1' }),
    sent: { ...CONNECTED, auth: 'Bearer of-plugin' },
  },
  {
    title: 'a plugin that gives a certificate',
    cluster: CA,
    user: exec('certificate'),
    sent: { ...DIRECT, cert: 'us' },
  },
  {
    title: 'a plugin that needs a terminal',
    cluster: CA,
    user: exec('token', { interactiveMode: 'Always' }),
    sent: 'refused',
  },
  { title: 'a token beside a plugin', cluster: CA, user: { ...exec('token'), ...TOKEN }, sent: SENT },
  {
    title: 'an ID token',
    cluster: CA,
    user: oidc({ 'id-token': 'FRESH' }),
    sent: { ...DIRECT, auth: 'Bearer FRESH' },
  },
  {
    title: 'an ID token that has expired, with a refresh token',
    cluster: CA,
    user: oidc({ 'id-token': 'STALE', 'refresh-token': 'first' }),
    sent: {
      ...DIRECT,
      auth: 'Bearer FRESH',
      issuer: [
        'GET /.well-known/openid-configuration',
        'POST /token Basic a3ViZWN0bDo= grant_type=refresh_token&refresh_token=first',
        'POST /token  client_id=kubectl&grant_type=refresh_token&refresh_token=first',
      ],
    },
  },
  {
    title: 'an ID token that has expired, alone',
    cluster: CA,
    user: oidc({ 'id-token': 'STALE' }),
    sent: 'refused',
  },
  {
    title: 'an unknown provider',
    cluster: CA,
    user: { 'auth-provider': { name: 'gcp', config: {} } },
    sent: 'refused',
  },
  ...PROXY_CASES,
];
