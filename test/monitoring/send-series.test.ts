/** Remote write to a server with scripted answers. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { seriesSender } from '../../src/monitoring/send-series.ts';

interface Call {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function receiver(answers: readonly (readonly [number, string?])[]) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    calls.push({ headers: request.headers, body: Buffer.concat(parts) });
    const [status, text = ''] = answers[Math.min(calls.length, answers.length) - 1]!;
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { calls, address: `127.0.0.1:${port}/api/v1/write`, close: () => server.close() };
}

const SERIES = [{ labels: { __name__: 'up' }, samples: [{ timestamp: 1, value: 1 }] }];
const OPTIONS = { agent: 'keg/0', delays: [1, 1] };

async function send(answers: readonly (readonly [number, string?])[], user = '') {
  const server = await receiver(answers);
  const sender = await seriesSender(`http://${user}${server.address}`, OPTIONS);
  try {
    await sender.send(sender.encode(SERIES));
    return { calls: server.calls, error: undefined };
  } catch (error) {
    return { calls: server.calls, error: error as UserError };
  } finally {
    server.close();
  }
}

test('a request has the headers of the protocol, and the name and password of the address', async (t) => {
  const { calls } = await send([[204]], 'me:p%40ss@');
  t.like(calls[0]?.headers, {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
    'user-agent': 'keg/0',
    authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  });
  // The length before it was packed, then the bytes themselves: so short a text is not shortened.
  t.is(calls[0]?.body[0], 31);
});

test('a percent sign in a password that begins no escape stands for itself', async (t) => {
  const { calls } = await send([[204]], 'me:100%@');
  t.is(calls[0]?.headers.authorization, `Basic ${Buffer.from('me:100%').toString('base64')}`);
});

test('a server that is busy is asked again with the same samples', async (t) => {
  const { calls, error } = await send([[503], [429], [200]]);
  t.is(error, undefined);
  t.is(calls.length, 3);
  t.deepEqual(calls[2]?.body, calls[0]?.body);
});

const REFUSALS: readonly {
  readonly answer: readonly [number, string?];
  readonly tries: number;
  readonly says: RegExp;
  readonly next: RegExp;
}[] = [
  { answer: [500, 'no disk\nleft'], tries: 3, says: /answers 500 after 3 tries: no disk$/, next: /receiver/ },
  { answer: [400, 'out of bounds'], tries: 1, says: /refuses the samples with 400/, next: /--start/ },
  { answer: [404], tries: 1, says: /with 404$/, next: /api\/v1\/write/ },
  { answer: [401], tries: 1, says: /with 401$/, next: /NAME:PASSWORD/ },
];

for (const { answer, tries, says, next } of REFUSALS) {
  test(`an answer of ${answer[0]} ends it with what to do`, async (t) => {
    const { calls, error } = await send([answer]);
    t.is(calls.length, tries);
    t.true(error instanceof UserError);
    t.like(error, { exitCode: 3 });
    t.regex(error?.message ?? '', says);
    t.regex(error?.next ?? '', next);
  });
}

test('a server that does not run, and what is no address, are named', async (t) => {
  const server = await receiver([[200]]);
  server.close();
  const sender = await seriesSender(`http://${server.address}`, OPTIONS);
  await t.throwsAsync(sender.send(sender.encode(SERIES)), {
    message: /does not answer after 3 tries: .*ECONNREFUSED/,
  });
  await t.throwsAsync(seriesSender('localhost:9090', OPTIONS), {
    message: '--remote-write localhost:9090 is not an address',
  });
});
