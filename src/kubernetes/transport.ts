/** Calls an API server on kept-alive connections, in raw JSON. client-node opens a connection per call, never retries, and drops unknown fields. */
import type { Dispatcher } from 'undici';
import { UserError } from '../core/errors/user-error.ts';
import { shownDuration } from '../core/time/duration.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { answerStream, answerText } from './answer-body.ts';
import { ApiError, notAnApiServer } from './api-error.ts';
import { onTrail } from './call-trail.ts';
import type { Connection, Credentials } from './connection.ts';
import { asConnectionError, ConnectionError } from './connection-error.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { parseRetryAfter, waitBeforeRetry } from './retry-policy.ts';
import { openSession } from './session.ts';
import { WALL_CLOCK, type WallClock } from './wall-clock.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/v1/namespaces/default/pods`, names already encoded. */
  readonly path: string;
  /** Undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. A string is JSON already. */
  readonly body?: unknown;
  /** Default application/json. A PATCH gives its kind here. */
  readonly contentType?: string | undefined;
  /** Default application/json. */
  readonly accept?: string | undefined;
  /** Whether two calls have the effect of one. Default: true for GET, PUT and DELETE. */
  readonly idempotent?: boolean | undefined;
  /** Of all attempts together; 0 is no limit. Default: that of the transport. */
  readonly timeout?: Microseconds | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Default: that of the transport. */
  readonly attempts?: number | undefined;
  /** Called for each attempt of this call that failed and will be made again. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/** An attempt that failed and will be made again. */
export interface Retry {
  readonly request: ApiRequest;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  readonly wait: Microseconds;
  readonly error: ApiError | ConnectionError;
}

export interface TransportOptions {
  /** Time limit of each call with all its attempts; 0 is no limit. Default 30 s. */
  readonly timeout?: Microseconds | undefined;
  /** Default 6: about 3 s, with the waits between them. */
  readonly attempts?: number | undefined;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  readonly clock?: WallClock | undefined;
  /** What its own waits are timed by, where the clock does not keep time with the wall. Default: the clock. */
  readonly waits?: WallClock | undefined;
  /** Uniform in [0, 1), for jitter. */
  readonly random?: (() => number) | undefined;
}

export interface Transport {
  readonly server: string;
  readonly context: string;
  readonly clock: WallClock;
  readonly random: () => number;
  /**
   * Returns the JSON of the answer.
   *
   * @throws {ApiError} for an answer outside 200 to 299; {ConnectionError} for none; the signal's reason if it was aborted.
   */
  call<Answer>(request: ApiRequest): Promise<Answer>;
  /** Like `call`, but does not parse the answer. */
  send(request: ApiRequest): Promise<void>;
  /**
   * Returns the answer as it arrives. Makes one attempt; the deadline counts only until the answer begins.
   *
   * @param idle the connection counts as broken when nothing arrives for this long.
   */
  stream(request: ApiRequest, idle: Microseconds): Promise<AsyncIterable<Buffer>>;
  /** Breaks off the calls under way and closes every connection. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT: Microseconds = 30_000_000;
const DEFAULT_ATTEMPTS = 6;

export function openTransport(connection: Connection, options: TransportOptions = {}): Transport {
  const { timeout = DEFAULT_TIMEOUT, attempts = DEFAULT_ATTEMPTS, onRetry } = options;
  const { clock = WALL_CLOCK, waits = clock, random = Math.random } = options;
  const { server, context } = connection;
  const { origin, pathname } = new URL(server);
  const base = pathname.replace(/\/+$/, '');
  const session = openSession(connection, waits);

  /** Makes one attempt, or two if the first was refused because the credentials had expired. Returns only successful answers. */
  async function attemptOnce(
    request: ApiRequest,
    deadline: Deadline,
    bodyTimeout = 0,
  ): Promise<Dispatcher.ResponseData> {
    for (let renewed = false; ; renewed = true) {
      const { pool, credentials } = await session.open();
      const path = base + request.path + queryString(request.query);
      const attempt = {
        origin,
        path,
        method: request.method,
        headers: headersOf(request, credentials.headers),
        body: bodyOf(request),
        signal: deadline.signal,
        bodyTimeout,
        // undici closes the connection after a DELETE with a body; an API server does not need that.
        reset: false,
      };
      const response = await onTrail(request.method, origin + path, () => pool.request(attempt));
      if (response.statusCode >= 200 && response.statusCode < 300) return response;
      const text = await answerText(response);
      if (response.statusCode === 401 && !renewed) {
        session.refused(credentials);
        continue;
      }
      const { location } = response.headers;
      if (response.statusCode < 400 && location !== undefined)
        throw notAnApiServer(server, `with a redirect to ${withoutQuery(String(location))}`);
      const retryAfter = parseRetryAfter(response.headers['retry-after']?.toString(), Date.now());
      throw new ApiError(response.statusCode, text, { ...request, server, context }, retryAfter);
    }
  }

  /** Tries until an answer is read. */
  async function persist<Answer>(
    request: ApiRequest,
    read: (response: Dispatcher.ResponseData) => Promise<Answer>,
  ): Promise<Answer> {
    const limit = request.timeout ?? timeout;
    const deadline = startDeadline(limit, request.signal);
    const end = limit === 0 ? Number.POSITIVE_INFINITY : waits.now() + limit;
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await read(await attemptOnce(request, deadline));
        } catch (thrown) {
          const error = explain(thrown, deadline, request, limit);
          const idempotent = request.idempotent ?? /^(GET|PUT|DELETE)$/.test(request.method);
          const wait = waitBeforeRetry({ error, attempt, idempotent }, random);
          if (wait === undefined || attempt >= (request.attempts ?? attempts) || waits.now() + wait > end)
            throw error;
          const retry = { request, attempt, wait, error: error as ApiError | ConnectionError };
          onRetry?.(retry);
          request.onRetry?.(retry);
          await waits.sleep(wait, request.signal);
        }
      }
    } finally {
      deadline.done();
    }
  }

  /** Converts anything thrown into one of the errors that `call` documents. */
  function explain(thrown: unknown, deadline: Deadline, request: ApiRequest, limit: Microseconds): unknown {
    if (thrown instanceof UserError) return thrown;
    if (request.signal?.aborted) return request.signal.reason;
    if (deadline.isOver()) return new ConnectionError('DEADLINE', server, shownDuration(limit));
    return asConnectionError(thrown, server, connection.proxy);
  }

  return {
    server,
    context,
    clock,
    random,
    call: <Answer>(request: ApiRequest) =>
      persist(request, async (response) => parseAnswer<Answer>(await answerText(response), server)),
    send: (request) => persist(request, ({ body }) => body.dump({ limit: Number.MAX_SAFE_INTEGER })),
    async stream(request, idle) {
      const limit = request.timeout ?? timeout;
      const deadline = startDeadline(limit, request.signal);
      try {
        const response = await attemptOnce(request, deadline, idle / 1000);
        deadline.lift();
        return chunksOf(
          answerStream(response),
          (thrown) => explain(thrown, deadline, request, limit),
          deadline,
        );
      } catch (thrown) {
        deadline.done();
        throw explain(thrown, deadline, request, limit);
      }
    },
    close: () => session.close(),
  };
}

function queryString(query: ApiRequest['query']): string {
  const parts = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function headersOf(
  request: ApiRequest,
  credentials: Credentials['headers'],
): Record<string, string | string[]> {
  return {
    accept: request.accept ?? 'application/json',
    'user-agent': 'kubectl-keg',
    ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
    ...(credentials as Record<string, string | string[]>),
  };
}

function bodyOf({ body }: ApiRequest): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function parseAnswer<Answer>(text: string, server: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw notAnApiServer(server, `with something that is not JSON: ${text.slice(0, 60)}`);
  }
}

/** The query of a login page may contain secrets. */
function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '');
}

async function* chunksOf(
  body: AsyncIterable<Buffer>,
  explain: (thrown: unknown) => unknown,
  deadline: Deadline,
): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (thrown) {
    throw explain(thrown);
  } finally {
    deadline.abort();
    deadline.done();
  }
}
