/** Reads the metrics of a component, because they are served beside the API server. */
import { Agent, request as httpRequest } from 'undici';
import { UserError } from '../core/errors/user-error.ts';
import { onTrail } from './call-trail.ts';
import type { Transport } from './transport.ts';

export interface MetricsEndpoint {
  /** @throws {UserError} where nothing answers with metrics. */
  read(): Promise<string>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/**
 * @param where a URL (https://127.0.0.1:10259/metrics), which is asked without credentials; or a path of the API server, such as
 *   /api/v1/namespaces/kube-system/pods/https:kube-scheduler-NODE:10259/proxy/metrics, which is asked as every other call. The certificate
 *   of a component on this machine is not checked, because components sign their own.
 */
export function metricsEndpoint(where: string, transport: Transport, flag: string): MetricsEndpoint {
  if (where.startsWith('/')) {
    return {
      async read() {
        const chunks: Buffer[] = [];
        for await (const chunk of await transport.stream({ method: 'GET', path: where }, TIMEOUT_MS * 1000))
          chunks.push(chunk);
        return Buffer.concat(chunks).toString('utf8');
      },
      close: async () => {},
    };
  }
  const url = URL.canParse(where) ? new URL(where) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UserError(`${flag} ${where} is neither a URL nor a path of the API server`, {
      next: `write for example ${flag} https://127.0.0.1:10259/metrics`,
    });
  }
  if (url.pathname === '/') url.pathname = '/metrics';
  const isHere = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(url.hostname);
  const dispatcher = new Agent({ connect: { rejectUnauthorized: !isHere }, allowH2: false });
  return {
    async read() {
      const timeouts = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS };
      const address = url.origin + url.pathname;
      const answer = await onTrail('GET', address, () => httpRequest(url, { dispatcher, ...timeouts })).catch(
        (error: Error) => {
          throw unreadable(`${error.message}`);
        },
      );
      const text = await answer.body.text();
      if (answer.statusCode === 200) return text;
      throw unreadable(`it answers ${answer.statusCode}`);
    },
    close: () => dispatcher.close(),
  };

  function unreadable(why: string): UserError {
    return new UserError(`can't read the metrics at ${url!.href}: ${why}`, {
      next: `check ${flag}; a component serves them without credentials if it runs with --authorization-always-allow-paths=/metrics`,
      exitCode: 3,
    });
  }
}
