/** Finds the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name for a server, by the rules that kubectl has from Go (golang.org/x/net/http/httpproxy). */
import { BlockList, isIP } from 'node:net';
import type { Environment } from './kubeconfig-files.ts';

/** Where a call goes: the host as an address or a name in lower case, without brackets, and its port. */
interface Destination {
  readonly host: string;
  readonly port: string;
}

/** Undefined where the server is called directly. `localhost` and loopback addresses always are. */
export function proxyFromEnvironment(server: string, environment: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const isSecure = protocol === 'https:';
  // A web server passes the header `Proxy` of its caller to a CGI program as HTTP_PROXY.
  if (!isSecure && environment.REQUEST_METHOD) return undefined;
  const proxy = asProxy(either(environment, isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY'));
  const destination = { host: bare(hostname), port: port || (isSecure ? '443' : '80') };
  if (proxy === undefined || isLocal(destination.host)) return undefined;
  const exceptions = either(environment, 'NO_PROXY').split(',');
  return exceptions.some((entry) => matches(entry.trim().toLowerCase(), destination)) ? undefined : proxy;
}

function either(environment: Environment, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || '';
}

/** `host:port` alone is an http proxy. */
function asProxy(value: string): string | undefined {
  if (value === '') return undefined;
  const url = /^[a-z][a-z0-9+.-]*:\/\/./i.test(value) ? value : `http://${value}`;
  return URL.canParse(url) ? url : undefined;
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** `*`, a range of addresses, an address, or a domain with all its subdomains; all but the first two also with a port. */
function matches(entry: string, { host, port }: Destination): boolean {
  if (entry === '*') return true;
  const range = /^([\da-f.:]+)\/(\d{1,3})$/.exec(entry);
  if (range) return isInRange(host, range[1]!, Number(range[2]));
  const { host: named, port: wanted } = splitPort(entry);
  if (named === '' || (wanted !== '' && wanted !== port)) return false;
  if (isIP(named) !== 0) return isIP(host) !== 0 && isInRange(host, named, isIP(named) === 4 ? 32 : 128);
  const domain = named.startsWith('*.') ? named.slice(1) : named;
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isInRange(host: string, network: string, bits: number): boolean {
  const [family, networkFamily] = [isIP(host), isIP(network)];
  if (family === 0 || networkFamily === 0 || bits > (networkFamily === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, networkFamily === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** `host:port`, `[address]:port`, or a host alone. An IPv6 address without brackets has no port. */
function splitPort(entry: string): Destination {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*)):(\d*)$/.exec(entry) ?? [];
  return port === undefined ? { host: bare(entry), port: '' } : { host: bracketed ?? plain ?? '', port };
}

function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
