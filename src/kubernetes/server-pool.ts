/** Keeps connections to one server open: a TLS handshake costs more than a call. */
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { socksConnector } from './socks-tunnel.ts';
import type { TlsMaterial } from './tls-material.ts';

/** How long an idle connection is kept, in milliseconds: shorter than the idle timeout of any load balancer. */
const KEEP_ALIVE = 20_000;
const CONNECT_TIMEOUT = 10_000;

/** HTTP/1.1, one connection per call in flight. The caller sets the deadlines. */
export function openPool(server: string, tls: TlsMaterial, proxy: string | undefined): Dispatcher {
  const { origin } = new URL(server);
  const timeouts = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: KEEP_ALIVE };
  const connect = { ...tls, timeout: CONNECT_TIMEOUT, keepAlive: true, keepAliveInitialDelay: 30_000 };
  if (proxy === undefined) return new Pool(origin, { ...timeouts, connect, allowH2: false });
  if (proxy.startsWith('socks5'))
    return new Pool(origin, {
      ...timeouts,
      connect: socksConnector(proxy, tls, CONNECT_TIMEOUT),
      allowH2: false,
    });
  // As Go: a proxy that speaks TLS is trusted by the same authorities, and a server without TLS is asked for in the request line.
  const { servername: _server, ...proxyTls } = tls;
  return new ProxyAgent({
    ...timeouts,
    uri: proxy,
    requestTls: connect,
    proxyTls,
    proxyTunnel: false,
    allowH2: false,
  });
}

/** Whether both present the same certificate and trust the same authorities. */
export function isSameTls(left: TlsMaterial, right: TlsMaterial): boolean {
  const keys = ['ca', 'cert', 'key', 'rejectUnauthorized', 'servername'] as const;
  return keys.every((key) => String(left[key]) === String(right[key]));
}
