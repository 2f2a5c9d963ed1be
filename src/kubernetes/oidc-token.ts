/** Gets an ID token of OpenID Connect as kubectl's provider `oidc` does: uses the one in the kubeconfig, and asks the issuer for another when it has expired. */
import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';
import type { Environment } from './kubeconfig-files.ts';
import { proxyFromEnvironment } from './proxy-environment.ts';

/** What an issuer answers to a refresh, as fields of the provider's `config`. */
export interface RefreshedTokens {
  readonly 'id-token': string;
  /** Absent where the old one stays valid. */
  readonly 'refresh-token'?: string;
}

/** In milliseconds: a token that expires sooner is replaced. */
const MARGIN = 10_000;
const LONGEST = 30_000;

/** Whether the token is valid for ten more seconds. One without an expiry, or of another form, is not. */
export function isTokenFresh(token: string | undefined, now = Date.now()): boolean {
  try {
    const claims = asFields(
      JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8')),
    );
    return typeof claims?.exp === 'number' && claims.exp * 1000 > now + MARGIN;
  } catch {
    return false;
  }
}

/**
 * Asks the issuer for a new ID token (openid.net/specs/openid-connect-core-1_0, "Using Refresh Tokens").
 *
 * @param config the provider's `config` of the user's entry.
 * @throws {Error} where the entry lacks what a refresh needs, or the issuer does not give a token.
 */
export async function refreshTokens(config: Fields, environment: Environment): Promise<RefreshedTokens> {
  const issuer = needed(config, 'idp-issuer-url');
  const client = needed(config, 'client-id');
  const refreshToken = asText(config['refresh-token']);
  if (refreshToken === undefined) throw new Error('its id-token has expired, and there is no refresh-token');
  const dispatcher = dispatcherFor(config, issuer, environment);
  try {
    const discovery = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
    const endpoint = asText((await answerOf(discovery, { dispatcher })).token_endpoint);
    if (endpoint === undefined) throw new Error(`${issuer} names no token_endpoint`);
    const secret = asText(config['client-secret']) ?? '';
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
    // Issuers differ in where they read the client from. As kubectl: the header first, then the form.
    const tokens = await answerOf(endpoint, {
      dispatcher,
      form: grant,
      authorization: `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64')}`,
    }).catch(() =>
      answerOf(endpoint, {
        dispatcher,
        form: { client_id: client, ...(secret && { client_secret: secret }), ...grant },
      }),
    );
    const idToken = asText(tokens.id_token);
    if (idToken === undefined) throw new Error(`${issuer} gave no id_token`);
    const next = asText(tokens.refresh_token);
    return {
      'id-token': idToken,
      ...(next !== undefined && next !== refreshToken && { 'refresh-token': next }),
    };
  } finally {
    await dispatcher.close();
  }
}

interface IssuerCall {
  readonly dispatcher: Dispatcher;
  readonly form?: Readonly<Record<string, string>>;
  readonly authorization?: string;
}

async function answerOf(url: string, { dispatcher, form, authorization }: IssuerCall): Promise<Fields> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    headersTimeout: LONGEST,
    bodyTimeout: LONGEST,
    ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    headers: {
      accept: 'application/json',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(authorization !== undefined && { authorization }),
    },
  });
  const text = await body.text();
  const fields = parsed(text);
  if (statusCode >= 200 && statusCode < 300 && fields) return fields;
  const said = asText(fields?.error_description) ?? asText(fields?.error);
  throw new Error(`${url} answered ${statusCode}${said === undefined ? '' : `: ${said}`}`);
}

function parsed(text: string): Fields | undefined {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function dispatcherFor(config: Fields, issuer: string, environment: Environment): Dispatcher {
  const data = asText(config['idp-certificate-authority-data']);
  const file = asText(config['idp-certificate-authority']);
  const ca = data === undefined ? file && readFileSync(file) : Buffer.from(data, 'base64');
  const connect = { timeout: LONGEST, ...(ca && { ca }) };
  const uri = proxyFromEnvironment(issuer, environment);
  return uri === undefined
    ? new Agent({ connect, allowH2: false })
    : new ProxyAgent({ uri, requestTls: connect, proxyTls: connect, allowH2: false });
}

function needed(config: Fields, name: string): string {
  const value = asText(config[name]);
  if (value === undefined) throw new Error(`its auth-provider has no ${name}`);
  return value;
}
