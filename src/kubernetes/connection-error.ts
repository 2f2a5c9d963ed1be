/** Describes in words why a server could not be reached, because Node and undici only give codes. */
import { UserError } from '../core/errors/user-error.ts';

/** The connection failed or broke, or no answer came in time. The server may or may not have carried out the call. */
export class ConnectionError extends UserError {
  /** Node's or undici's: ECONNREFUSED, UND_ERR_SOCKET, …; DEADLINE for an answer that did not come in time. */
  readonly code: string;
  /** Whether the request certainly never reached the server. */
  readonly neverSent: boolean;
  /** Whether trying again can help. */
  readonly isPassing: boolean;
  /** Whether this side closed the connection. */
  readonly isClosed: boolean;

  /** @param proxy through which the server was called. */
  constructor(code: string, server: string, detail: string, proxy?: string) {
    // Behind a proxy only the proxy is connected to.
    const isOfProxy = proxy !== undefined && NEVER_SENT.has(code);
    const { text, next } = isOfProxy ? proxyInWords(code, server, proxy) : inWords(code, server, detail);
    super(text, { next, exitCode: 3 });
    this.code = code;
    this.neverSent = NEVER_SENT.has(code);
    this.isClosed = code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED';
    this.isPassing =
      !this.isClosed && !isCertificateProblem(code) && code !== 'ENOTFOUND' && code !== 'DEADLINE';
  }
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Wraps what undici throws. The most precise code is often that of the cause. */
export function asConnectionError(error: unknown, server: string, proxy?: string): ConnectionError {
  const { code, message } = innermost(error);
  return new ConnectionError(code, server, message, proxy);
}

function innermost(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const { cause, errors } = error as Error & { errors?: readonly unknown[] };
  // Where several addresses were tried (localhost as ::1 and 127.0.0.1), one reason is enough.
  const inner = cause ?? errors?.[0];
  if (inner instanceof Error) return innermost(inner);
  return { code: String((error as NodeJS.ErrnoException).code ?? ''), message: error.message };
}

function isCertificateProblem(code: string): boolean {
  return /CERT|^ERR_TLS|^ERR_SSL|ISSUER|LEAF_SIGNATURE|^EPROTO$|^ERR_OSSL/.test(code);
}

function proxyInWords(code: string, server: string, proxy: string): { text: string; next: string } {
  const { protocol, host } = new URL(proxy);
  return {
    text: `the proxy ${protocol}//${host} of ${server} can't be reached (${code})`,
    next: 'check proxy-url in the kubeconfig, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY',
  };
}

function inWords(code: string, server: string, detail: string): { text: string; next: string } {
  if (code === 'ECONNREFUSED') {
    return {
      text: `nothing answers at ${server} (connection refused)`,
      next: 'is the cluster up? is it the right --context?',
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      text: `${new URL(server).hostname} cannot be resolved`,
      next: 'check the server of the context, and the network',
    };
  }
  if (/TIMEDOUT|CONNECT_TIMEOUT|UNREACH/.test(code)) {
    return { text: `${server} can't be reached (${code})`, next: 'check the network, a VPN, a firewall' };
  }
  if (code === 'DEADLINE') {
    return {
      text: `${server} did not answer within ${detail}`,
      next: 'try again, or set a longer --request-timeout',
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      text: `the certificate of ${server} has expired or is not valid yet (${code})`,
      next: 'check the clock of this machine, or renew the certificate of the server',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      text: `the certificate of ${server} is for another name: ${detail}`,
      next: 'use the name of the certificate as server, or --tls-server-name',
    };
  }
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') {
    return {
      text: `the client certificate and the client key do not belong together (${code})`,
      next: 'give --client-certificate and --client-key of one pair',
    };
  }
  if (/ALERT|ERR_SSL_TLSV13_ALERT|CERTIFICATE_REQUIRED/.test(code)) {
    return {
      text: `${server} refused the client certificate (${code})`,
      next: 'check client-certificate in the kubeconfig',
    };
  }
  if (code === 'EPROTO' || /WRONG_VERSION|PACKET_LENGTH/.test(code)) {
    return { text: `${server} does not speak TLS (${code})`, next: 'is it an http:// server?' };
  }
  if (isCertificateProblem(code)) {
    return {
      text: `the certificate of ${server} is not signed by an authority that the kubeconfig trusts (${code})`,
      next: 'use --certificate-authority FILE, or set certificate-authority of the cluster in the kubeconfig',
    };
  }
  return {
    text: `the connection to ${server} broke (${code || detail})`,
    next: 'try again; if it fails again, check the network and the log of the API server',
  };
}
