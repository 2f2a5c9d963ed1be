/** Kubeconfigs and environments with proxies, and what a call with them sends. Words in capitals stand for what the laboratory has. */
import type { KubeconfigCase } from './kubeconfig-case.ts';

const CA = { 'certificate-authority-data': 'CA' };
const TOKEN = { token: 'T' };
export const AWAY = { server: 'https://api.internal.invalid:6443', ...CA };
const SENT = { auth: 'Bearer T', host: '127.0.0.1:PORT', path: '/version' };
/** Through a proxy to the server that only the proxy knows. */
const FAR = {
  auth: 'Bearer T',
  sni: 'api.internal.invalid',
  host: 'api.internal.invalid:6443',
  path: '/version',
};
export const CONNECTED = { ...FAR, proxy: ['CONNECT api.internal.invalid:6443'] };
export const VIA = 'http://127.0.0.1:PROXY';

export const PROXY_CASES: readonly KubeconfigCase[] = [
  { title: 'HTTPS_PROXY', cluster: AWAY, user: TOKEN, env: { HTTPS_PROXY: VIA }, sent: CONNECTED },
  {
    title: 'https_proxy without a scheme',
    cluster: AWAY,
    user: TOKEN,
    env: { https_proxy: '127.0.0.1:PROXY' },
    sent: CONNECTED,
  },
  {
    title: 'HTTP_PROXY is not for https',
    cluster: AWAY,
    user: TOKEN,
    env: { HTTP_PROXY: VIA },
    sent: 'refused',
  },
  {
    title: 'HTTP_PROXY for http, without credentials',
    cluster: { server: 'http://api.internal.invalid:8080' },
    user: TOKEN,
    env: { HTTP_PROXY: VIA },
    sent: {
      host: 'api.internal.invalid:8080',
      path: '/version',
      proxy: ['GET http://api.internal.invalid:8080/version'],
    },
  },
  {
    title: 'a server on loopback needs no proxy',
    cluster: CA,
    user: TOKEN,
    env: { HTTPS_PROXY: 'http://127.0.0.1:1' },
    sent: SENT,
  },
  {
    title: 'NO_PROXY with the domain',
    cluster: AWAY,
    user: TOKEN,
    env: { HTTPS_PROXY: VIA, NO_PROXY: 'x,.invalid' },
    sent: 'refused',
  },
  {
    title: 'no_proxy with another port',
    cluster: AWAY,
    user: TOKEN,
    env: { HTTPS_PROXY: VIA, no_proxy: '.invalid:443,xnternal.invalid' },
    sent: CONNECTED,
  },
  {
    title: 'NO_PROXY with another range',
    cluster: { server: 'https://10.9.8.7', ...CA },
    user: TOKEN,
    env: { HTTPS_PROXY: VIA, NO_PROXY: '10.10.0.0/16, 10.9.8.7:6443' },
    sent: { auth: 'Bearer T', host: '10.9.8.7', path: '/version', proxy: ['CONNECT 10.9.8.7:443'] },
  },
  {
    title: 'proxy-url with a password wins over the environment and NO_PROXY',
    cluster: { ...AWAY, 'proxy-url': 'http://me:p%40ss@127.0.0.1:PROXY' },
    user: TOKEN,
    env: { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*' },
    sent: { ...FAR, proxy: ['CONNECT api.internal.invalid:6443 Basic bWU6cEBzcw=='] },
  },
  {
    title: 'proxy-url with https',
    cluster: { ...AWAY, 'proxy-url': 'https://127.0.0.1:TLSPROXY' },
    user: TOKEN,
    sent: CONNECTED,
  },
  {
    title: 'proxy-url with socks5',
    cluster: { ...AWAY, 'proxy-url': 'socks5://127.0.0.1:SOCKS' },
    user: TOKEN,
    sent: { ...FAR, proxy: ['socks api.internal.invalid:6443'] },
  },
  {
    title: 'proxy-url with socks5 to an address',
    cluster: { server: 'https://10.9.8.7', ...CA, 'proxy-url': 'socks5://127.0.0.1:SOCKS' },
    user: TOKEN,
    sent: { auth: 'Bearer T', host: '10.9.8.7', path: '/version', proxy: ['socks 10.9.8.7:443'] },
  },
  {
    title: 'proxy-url without a scheme',
    cluster: { ...AWAY, 'proxy-url': '127.0.0.1:PROXY' },
    user: TOKEN,
    sent: 'refused',
  },
];
