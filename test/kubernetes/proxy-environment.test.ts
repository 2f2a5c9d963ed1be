/** Which proxy the environment names for a server: the rules of Go's httpproxy, on which kubectl relies. */
import test from 'ava';
import { proxyFromEnvironment } from '../../src/kubernetes/proxy-environment.ts';

const PROXY = 'http://127.0.0.2:8080';

/** [NO_PROXY, server, whether the proxy is used] */
const EXCEPTIONS: readonly (readonly [string, string, boolean])[] = [
  ['', 'https://api.example.com', true],
  ['*', 'https://api.example.com', false],
  ['other.com', 'https://api.example.com', true],
  ['example.com', 'https://api.example.com', false],
  ['example.com', 'https://example.com', false],
  ['.example.com', 'https://api.example.com', false],
  ['.example.com', 'https://example.com', true],
  ['*.example.com', 'https://api.example.com', false],
  ['*.example.com', 'https://example.com', true],
  ['ample.com', 'https://api.example.com', true],
  ['API.Example.COM', 'https://api.example.com', false],
  [' x , example.com ', 'https://api.example.com', false],
  ['example.com:6443', 'https://api.example.com:6443', false],
  ['example.com:443', 'https://api.example.com', false],
  ['example.com:443', 'https://api.example.com:6443', true],
  ['10.0.0.0/8', 'https://10.9.8.7:6443', false],
  ['10.0.0.0/8', 'https://11.9.8.7', true],
  ['10.9.8.7', 'https://10.9.8.7', false],
  ['10.9.8.7:6443', 'https://10.9.8.7', true],
  ['10.9.8.7:6443', 'https://10.9.8.7:6443', false],
  ['10.9.8', 'https://10.9.8.7', true],
  ['fd00::/8', 'https://[fd00::1]:6443', false],
  ['fd00::/8', 'https://[fe00::1]', true],
  ['fd00::1', 'https://[fd00::1]', false],
  ['[fd00::1]:6443', 'https://[fd00::1]:6443', false],
  ['[fd00::1]:6443', 'https://[fd00::1]', true],
  ['10.0.0.0/8', 'https://[fd00::1]', true],
  ['10.0.0.0/99,:443,', 'https://10.9.8.7', true],
];

for (const [exceptions, server, isProxied] of EXCEPTIONS) {
  test(`NO_PROXY=${exceptions} leads ${server} ${isProxied ? 'through the proxy' : 'past it'}`, (t) => {
    const environment = { HTTPS_PROXY: PROXY, NO_PROXY: exceptions };
    t.is(proxyFromEnvironment(server, environment), isProxied ? PROXY : undefined);
  });
}

test('each protocol has its own variable, in capitals or not, and capitals win', (t) => {
  const environment = { HTTPS_PROXY: 'https://s', https_proxy: 'http://lower', http_proxy: 'h:1' };
  t.is(proxyFromEnvironment('https://a.invalid', environment), 'https://s');
  t.is(proxyFromEnvironment('http://a.invalid', environment), 'http://h:1');
  t.is(proxyFromEnvironment('http://a.invalid', { HTTPS_PROXY: PROXY }), undefined);
  t.is(proxyFromEnvironment('http://a.invalid', { ...environment, REQUEST_METHOD: 'GET' }), undefined);
});

test('this machine is called directly', (t) => {
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '[::1]'])
    t.is(proxyFromEnvironment(`https://${host}:6443`, { HTTPS_PROXY: PROXY }), undefined, host);
});
