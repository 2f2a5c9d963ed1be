/** The server of metrics: what it answers to whom, and how it ends. */
import { get } from 'node:http';
import test from 'ava';
import { serveMetrics } from '../../src/monitoring/serve-metrics.ts';

test('metrics are served as OpenMetrics, zipped for those who take it, and nothing else is', async (t) => {
  const server = await serveMetrics(0, () => '# EOF\n');
  const plain = await fetch(server.url, { headers: { 'accept-encoding': 'identity' } });
  t.is(plain.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  t.is(await plain.text(), '# EOF\n');
  const zipped = await fetch(server.url, { headers: { 'accept-encoding': 'gzip' } });
  t.is(zipped.headers.get('content-encoding'), 'gzip');
  t.is(await zipped.text(), '# EOF\n');
  t.is((await fetch(new URL('/', server.url))).status, 404);
  t.is((await fetch(server.url, { method: 'POST' })).status, 405);
  t.is(new URL(server.url).hostname, '127.0.0.1');
  await server.close();
});

test('a path that is no address gets an answer, and the server goes on', async (t) => {
  const server = await serveMetrics(0, () => '# EOF\n');
  const { port } = new URL(server.url);
  const status = await new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '//' }, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    );
  });
  t.is(status, 404);
  t.is((await fetch(`${server.url}?a=b`)).status, 200);
  await server.close();
});

test('a port that is taken is refused with what to do', async (t) => {
  const server = await serveMetrics(0, () => '');
  const port = Number(new URL(server.url).port);
  await t.throwsAsync(
    serveMetrics(port, () => ''),
    { message: `metrics can't be served on port ${port}: it is taken` },
  );
  await server.close();
});

test('the last state waits for a reader who comes again, and ends with the signal', async (t) => {
  const server = await serveMetrics(0, () => '');
  const running = new AbortController().signal;
  await server.lastRead(running);
  await (await fetch(server.url)).text();
  await server.lastRead(running);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await (await fetch(server.url)).text();
  let isRead = false;
  const last = server.lastRead(running).then(() => {
    isRead = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  t.false(isRead);
  await (await fetch(server.url)).text();
  await last;
  await server.lastRead(AbortSignal.abort());
  t.true(isRead);
  await server.close();
});
