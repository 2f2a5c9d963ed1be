/** Calls keep their promises through faults of servers and networks. */
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import { ConnectionError } from '../../src/kubernetes/connection-error.ts';
import type { Retry } from '../../src/kubernetes/transport.ts';
import { json, scriptedServer, serve, status } from './scripted-server.ts';
import { impatientClock, transportTo } from './try-cluster.ts';

const GET = { method: 'GET', path: '/api/v1/pods' } as const;
const POST = { method: 'POST', path: '/api/v1/namespaces/default/pods', body: { kind: 'Pod' } } as const;

test('unknown fields pass through unchanged, on a plain http server', async (t) => {
  const server = await scriptedServer(t, (response, { body }) => json(response, 200, JSON.parse(body)));
  const transport = await transportTo(t, { server: server.url });
  const body = { metadata: { name: 'a' }, futureField: [1, { deep: true }] };
  t.deepEqual(await transport.call({ method: 'PUT', path: '/api/v1/x', body }), body);
});

test('a body that is JSON already is sent as it is, with the given kind of patch', async (t) => {
  const server = await scriptedServer(t, (response) => json(response, 200, {}));
  const transport = await transportTo(t, { server: server.url });
  const contentType = 'application/merge-patch+json';
  await transport.send({ method: 'PATCH', path: '/x', body: '{"a": 1}', contentType });
  t.is(server.requests[0]?.body, '{"a": 1}');
  t.is(server.requests[0]?.headers['content-type'], contentType);
});

test('a query leaves out undefined values, and the path of the server comes first', async (t) => {
  const server = await scriptedServer(t, (response) => json(response, 200, {}));
  const transport = await transportTo(t, { server: `${server.url}/k8s/clusters/one/` });
  await transport.call({ ...GET, query: { labelSelector: 'a=b,c', limit: 5, continue: undefined } });
  t.is(server.requests[0]?.path, '/k8s/clusters/one/api/v1/pods');
  t.deepEqual(
    [...server.requests[0]!.query],
    [
      ['labelSelector', 'a=b,c'],
      ['limit', '5'],
    ],
  );
});

test('200 calls one after the other use at most two connections', async (t) => {
  const server = await scriptedServer(t, (response) => json(response, 200, {}));
  const transport = await transportTo(t, { server: server.url });
  for (let call = 0; call < 100; call += 1) {
    await transport.call(GET);
    await transport.send(POST);
  }
  t.true(server.connections() <= 2);
});

test('a refusal is data for the program and a line for the person', async (t) => {
  const body = status(409, 'AlreadyExists', 'pods "a" already exists');
  const server = await scriptedServer(t, (response) => json(response, 409, body));
  const transport = await transportTo(t, { server: server.url });
  const error = await t.throwsAsync(transport.call(POST), { instanceOf: ApiError });
  t.is(error.status, 409);
  t.is(error.reason, 'AlreadyExists');
  t.is(error.serverMessage, 'pods "a" already exists');
  t.is(error.exitCode, 3);
  t.is(
    error.message,
    `${server.url} refused POST /api/v1/namespaces/default/pods (409): AlreadyExists: pods "a" already exists`,
  );
  t.is(server.requests.length, 1);
});

test('a refusal by something other than an API server shows its first line', async (t) => {
  const server = await scriptedServer(t, (response) => {
    response.writeHead(404, { 'content-type': 'text/html' });
    response.end('<h1>Not here</h1>\n<p>nginx</p>');
  });
  const transport = await transportTo(t, { server: server.url });
  const error = await t.throwsAsync(transport.call(GET), { instanceOf: ApiError });
  t.is(error.serverMessage, '<h1>Not here</h1>');
});

test('an answer that is not JSON is a clear error', async (t) => {
  const server = await scriptedServer(t, (response) => response.end('<html>Log in</html>'));
  const transport = await transportTo(t, { server: server.url });
  const error = await t.throwsAsync(transport.call(GET), { instanceOf: UserError });
  t.regex(error.message, /is not JSON: <html>Log in/);
});

test('an answer that is compressed unasked is read', async (t) => {
  const encodings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  for (const [encoding, compress] of Object.entries(encodings)) {
    const server = await scriptedServer(t, (response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(compress('{"kind": "PodList"}'));
    });
    const transport = await transportTo(t, { server: server.url });
    t.deepEqual(await transport.call(GET), { kind: 'PodList' }, encoding);
  }
});

test('a stream that is compressed unasked is read as it arrives', async (t) => {
  const server = await scriptedServer(t, (response) => {
    const gzip = createGzip();
    response.writeHead(200, { 'content-encoding': 'gzip' });
    gzip.pipe(response);
    gzip.write('{"type": "ADDED"}\n');
    gzip.flush();
  });
  const transport = await transportTo(t, { server: server.url });
  for await (const chunk of await transport.stream(GET, 10_000_000)) {
    t.is(String(chunk), '{"type": "ADDED"}\n');
    break;
  }
});

test('a redirect to a login page is named, without its query', async (t) => {
  const server = await scriptedServer(t, (response) => {
    response.writeHead(302, { location: 'https://login.example/start?state=secret' });
    response.end();
  });
  const transport = await transportTo(t, { server: server.url });
  const error = await t.throwsAsync(transport.call(GET), { instanceOf: UserError });
  t.is(error.message, `${server.url} answered with a redirect to https://login.example/start`);
});

test('a creation refused with 429 is made again, not before the server allows it', async (t) => {
  const server = await scriptedServer(t, (response, _, number) => {
    if (number <= 2) json(response, 429, status(429, 'TooManyRequests', 'later'), { 'retry-after': '1' });
    else json(response, 201, { made: true });
  });
  const clock = impatientClock();
  const retries: Retry[] = [];
  const onRetry = (retry: Retry): void => void retries.push(retry);
  const transport = await transportTo(t, { server: server.url }, { clock, onRetry });
  t.deepEqual(await transport.call(POST), { made: true });
  t.deepEqual(clock.waits, [1_000_000, 1_000_000]);
  t.deepEqual(
    retries.map(({ attempt, error }) => [attempt, error instanceof ApiError && error.status]),
    [
      [1, 429],
      [2, 429],
    ],
  );
});

test('an idempotent call is made again after a 500 and after a reset in the answer', async (t) => {
  const server = await scriptedServer(t, (response, _, number) => {
    if (number === 1) json(response, 500, status(500, 'InternalError', 'etcd'));
    else if (number === 2) {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"half":', () => response.socket?.resetAndDestroy());
    } else json(response, 200, { whole: true });
  });
  const transport = await transportTo(t, { server: server.url });
  t.deepEqual(await transport.call(GET), { whole: true });
  t.is(server.requests.length, 3);
});

test('a creation is not made again after a 500 or a reset', async (t) => {
  const server = await scriptedServer(t, (response, _, number) => {
    if (number === 1) json(response, 500, status(500, 'InternalError', 'etcd'));
    else response.socket?.resetAndDestroy();
  });
  const transport = await transportTo(t, { server: server.url });
  const refused = await t.throwsAsync(transport.send(POST), { instanceOf: ApiError });
  t.is(refused.status, 500);
  await t.throwsAsync(transport.send(POST), { instanceOf: ConnectionError });
  t.is(server.requests.length, 2);
});

test('a creation that its caller calls idempotent is made again', async (t) => {
  const server = await scriptedServer(t, (response, _, number) => {
    if (number === 1) response.socket?.resetAndDestroy();
    else json(response, 201, {});
  });
  const transport = await transportTo(t, { server: server.url });
  await transport.send({ ...POST, idempotent: true });
  t.is(server.requests.length, 2);
});

test('attempts are bounded, and the waits between them double', async (t) => {
  const server = await scriptedServer(t, (response) =>
    json(response, 503, status(503, 'ServiceUnavailable', 'down')),
  );
  const clock = impatientClock();
  const transport = await transportTo(t, { server: server.url }, { clock, attempts: 5 });
  await t.throwsAsync(transport.call(GET), { instanceOf: ApiError });
  t.is(server.requests.length, 5);
  t.deepEqual(clock.waits, [50_000, 100_000, 200_000, 400_000]);
});

test('missing headers end at the deadline, in one attempt', async (t) => {
  const server = await scriptedServer(t, (response, _, number) => {
    if (number === 1) json(response, 200, {});
  });
  const transport = await transportTo(t, { server: server.url });
  await transport.call(GET);
  const error = await t.throwsAsync(transport.call({ ...GET, timeout: 300_000 }), {
    instanceOf: ConnectionError,
  });
  t.is(error.message, `${server.url} did not answer within 300ms`);
  t.is(server.requests.length, 2);
});

test('a body that stops arriving ends at the deadline', async (t) => {
  const server = await scriptedServer(t, (response) => {
    response.writeHead(200);
    response.write('{');
  });
  const transport = await transportTo(t, { server: server.url });
  const error = await t.throwsAsync(transport.call({ ...GET, timeout: 100_000 }), {
    instanceOf: ConnectionError,
  });
  t.is(error.code, 'DEADLINE');
});

test('an aborted call rejects with the reason of the signal', async (t) => {
  const server = await scriptedServer(t, () => {});
  const transport = await transportTo(t, { server: server.url });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await t.throwsAsync(transport.call({ ...GET, signal: controller.signal }), { message: 'enough' });
});

test('a server that does not exist is one line, after the attempts', async (t) => {
  const gone = await serve(() => {});
  await gone.close();
  const transport = await transportTo(t, { server: gone.url }, { attempts: 3 });
  const error = await t.throwsAsync(transport.send(POST), { instanceOf: ConnectionError });
  t.is(error.code, 'ECONNREFUSED');
  t.is(error.message, `nothing answers at ${gone.url} (connection refused)`);
  t.is(error.exitCode, 3);
});

test('a stream yields what arrives, and too long a silence breaks it', async (t) => {
  const server = await scriptedServer(t, (response) => {
    response.writeHead(200);
    response.write('one');
  });
  const transport = await transportTo(t, { server: server.url });
  const chunks = await transport.stream(GET, 200_000);
  let text = '';
  const error = await t.throwsAsync(
    async () => {
      for await (const chunk of chunks) text += chunk.toString();
    },
    { instanceOf: ConnectionError },
  );
  t.is(text, 'one');
  t.is(error.code, 'UND_ERR_BODY_TIMEOUT');
});
