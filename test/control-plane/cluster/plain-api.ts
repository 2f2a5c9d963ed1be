/** Sends requests to an API server by plain HTTPS, so that tests do not depend on the client under test. */
import { Agent, request } from 'undici';
import type { ClientCertificate } from './answers.ts';
import type { ControlPlane } from './control-plane.ts';

/** The answer of the API server. */
interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read a few fields of objects of every kind.
  readonly body: any;
}

export interface PlainApi {
  get(path: string): Promise<Answer>;
  post(path: string, body: object): Promise<Answer>;
  put(path: string, body: object): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * A client with the administrator's certificate or, if a token is given, with that token and no certificate.
 *
 * @param timeout The longest wait for an answer, in milliseconds.
 */
export function plainApi(
  { server, certificate }: Pick<ControlPlane, 'server' | 'certificate'>,
  { token, timeout = 20_000 }: { token?: string; timeout?: number } = {},
): PlainApi {
  const dispatcher = new Agent({ connect: credentials(certificate, token) });
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Answer> => {
    const answer = await request(`${server}${path}`, {
      method,
      dispatcher,
      headers,
      headersTimeout: timeout,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    const isJson = answer.headers['content-type']?.includes('json') ?? false;
    return { status: answer.statusCode, body: isJson ? JSON.parse(text) : text };
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
    close: () => dispatcher.destroy(),
  };
}

function credentials({ ca, cert, key }: ClientCertificate, token: string | undefined): object {
  return token === undefined ? { ca, cert, key } : { ca };
}
