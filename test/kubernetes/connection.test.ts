/** Authentication: TLS, certificates, tokens and plugins, against servers that check them. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import { ConnectionError } from '../../src/kubernetes/connection-error.ts';
import { runExecPlugin } from '../../src/kubernetes/exec-plugin.ts';
import { makeAuthority, testWithOpenssl } from './certificates.ts';
import { type Answer, json, type ScriptedServer, scriptedServer, status } from './scripted-server.ts';
import { temporaryFolder, transportTo } from './try-cluster.ts';

const GET = { method: 'GET', path: '/api' } as const;
/** Trusts every server. */
const INSECURE = { 'insecure-skip-tls-verify': true };

/** Credentials are sent over https only. */
async function httpsServer(t: ExecutionContext, answer: Answer): Promise<ScriptedServer> {
  return scriptedServer(t, answer, makeAuthority(temporaryFolder(t)));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

testWithOpenssl(
  'a server is trusted by the authority of the kubeconfig, and knows us by our certificate',
  async (t) => {
    const authority = makeAuthority(temporaryFolder(t));
    const us = authority.sign('us');
    const tls = {
      ...authority.sign('local'),
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    };
    const server = await scriptedServer(
      t,
      (response) =>
        json(response, 200, { you: (response.socket as TLSSocket).getPeerCertificate().subject.CN }),
      tls,
    );
    const cluster = { 'certificate-authority-data': base64(authority.cert) };
    const user = { 'client-certificate-data': base64(us.cert), 'client-key-data': base64(us.key) };
    const transport = await transportTo(t, { server: server.url, cluster, user });
    t.deepEqual(await transport.call(GET), { you: 'us' });
  },
);

testWithOpenssl('an authority is trusted for a context without user too', async (t) => {
  const authority = makeAuthority(temporaryFolder(t));
  const server = await scriptedServer(t, (response) => json(response, 200, {}), authority.sign('local'));
  const cluster = { 'certificate-authority-data': base64(authority.cert) };
  await t.notThrowsAsync((await transportTo(t, { server: server.url, cluster })).call(GET));
});

testWithOpenssl('an unknown authority, a wrong name and a passed date have different errors', async (t) => {
  const folder = temporaryFolder(t);
  const authority = makeAuthority(folder);
  const cluster = { 'certificate-authority-data': base64(authority.cert) };
  const words = async (certificate: { cert: string; key: string }, trusted: object): Promise<string> => {
    const server = await scriptedServer(t, (response) => json(response, 200, {}), certificate);
    const transport = await transportTo(t, { server: server.url, cluster: trusted });
    const error = await t.throwsAsync(transport.call(GET), { instanceOf: ConnectionError });
    t.is(server.requests.length, 0);
    t.true(server.connections() <= 1);
    return error.message;
  };
  t.regex(
    await words(authority.sign('local'), {}),
    /is not signed by an authority that the kubeconfig trusts/,
  );
  t.regex(await words(authority.sign('elsewhere'), cluster), /is for another name/);
  t.regex(await words(authority.sign('local', -1), cluster), /has expired/);
});

testWithOpenssl(
  'tls-server-name is the name that is checked, and insecure-skip-tls-verify checks none',
  async (t) => {
    const authority = makeAuthority(temporaryFolder(t));
    const server = await scriptedServer(
      t,
      (response) => json(response, 200, {}),
      authority.sign('elsewhere'),
    );
    const named = { 'certificate-authority-data': base64(authority.cert), 'tls-server-name': 'elsewhere' };
    for (const cluster of [named, { 'insecure-skip-tls-verify': true }])
      await t.notThrowsAsync((await transportTo(t, { server: server.url, cluster })).call(GET));
  },
);

testWithOpenssl('a server that wants a certificate and gets none says so', async (t) => {
  const authority = makeAuthority(temporaryFolder(t));
  const tls = { ...authority.sign('local'), ca: authority.cert, requestCert: true, rejectUnauthorized: true };
  const server = await scriptedServer(t, (response) => json(response, 200, {}), tls);
  const cluster = { 'certificate-authority-data': base64(authority.cert) };
  const error = await t.throwsAsync((await transportTo(t, { server: server.url, cluster })).call(GET), {
    instanceOf: ConnectionError,
  });
  t.is(error.exitCode, 3);
  t.true(server.requests.length === 0);
});

test('https to an http server is a clear error', async (t) => {
  const server = await scriptedServer(t, (response) => json(response, 200, {}));
  const transport = await transportTo(t, { server: server.url.replace('http:', 'https:') });
  const error = await t.throwsAsync(transport.call(GET), { instanceOf: ConnectionError });
  t.regex(error.message, /does not speak TLS/);
});

testWithOpenssl('a token and a password are sent over https only', async (t) => {
  const answer: Answer = (response, { headers }) => json(response, 200, headers.authorization ?? 'none');
  const [https, http] = [await httpsServer(t, answer), await scriptedServer(t, answer)];
  const sent = async ({ url: server }: ScriptedServer, user: object): Promise<string> =>
    (await transportTo(t, { server, cluster: INSECURE, user })).call<string>(GET);
  t.is(await sent(https, { token: 'abc' }), 'Bearer abc');
  t.is(await sent(https, { username: 'me', password: 'secret' }), `Basic ${base64('me:secret')}`);
  t.is(await sent(http, { token: 'abc' }), 'none');
  t.is(await sent(http, { username: 'me', password: 'secret' }), 'none');
});

testWithOpenssl('a token file is read again when the server no longer accepts the token', async (t) => {
  const tokenFile = join(temporaryFolder(t), 'token');
  writeFileSync(tokenFile, 'first\n');
  let accepted = 'Bearer first';
  const server = await httpsServer(t, (response, { headers }) => {
    if (headers.authorization === accepted) json(response, 200, {});
    else json(response, 401, status(401, 'Unauthorized', 'Unauthorized'));
  });
  const transport = await transportTo(t, {
    server: server.url,
    cluster: INSECURE,
    user: { tokenFile, token: 'older' },
  });
  await transport.call(GET);
  writeFileSync(tokenFile, 'second\n');
  accepted = 'Bearer second';
  await t.notThrowsAsync(transport.call(GET));
});

interface Plugin {
  readonly command: string;
  /** How often it ran. */
  runs(): number;
  /** What it found in KUBERNETES_EXEC_INFO and its own variable the last time. */
  info(): { readonly info: { readonly apiVersion: string; readonly spec: object }; readonly own: string };
}

/** A plugin whose token counts its runs. */
function plugin(t: ExecutionContext, status = '{ token: "token-" + runs }'): Plugin {
  const folder = temporaryFolder(t);
  const command = join(folder, 'login');
  const [count, seen] = [join(folder, 'count'), join(folder, 'seen')];
  writeFileSync(
    command,
    `#!${process.execPath}
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
appendFileSync(${JSON.stringify(count)}, '.');
const runs = readFileSync(${JSON.stringify(count)}, 'utf8').length;
writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ info: JSON.parse(process.env.KUBERNETES_EXEC_INFO), own: process.env.OWN }));
console.log(JSON.stringify({ kind: 'ExecCredential', status: ${status} }));
`,
  );
  chmodSync(command, 0o755);
  return {
    command,
    runs: () => readFileSync(count, 'utf8').length,
    info: () => JSON.parse(readFileSync(seen, 'utf8')),
  };
}

testWithOpenssl('a credential plugin runs once, with the input that kubectl gives it', async (t) => {
  const { command, runs, info } = plugin(t);
  const server = await httpsServer(t, (response, { headers }) => json(response, 200, headers.authorization));
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command,
    env: [{ name: 'OWN', value: 'yes' }],
    provideClusterInfo: true,
    interactiveMode: 'Never',
  };
  const transport = await transportTo(t, { server: server.url, cluster: INSECURE, user: { exec } });
  const answers = await Promise.all([transport.call(GET), transport.call(GET), transport.call(GET)]);
  t.deepEqual(answers, ['Bearer token-1', 'Bearer token-1', 'Bearer token-1']);
  t.is(runs(), 1);
  t.is(info().own, 'yes');
  t.is(info().info.apiVersion, 'client.authentication.k8s.io/v1beta1');
  t.deepEqual(info().info.spec, {
    interactive: false,
    cluster: { server: server.url, ...INSECURE, config: null },
  });
});

testWithOpenssl('a refused token runs the plugin again, once for all calls', async (t) => {
  const { command, runs } = plugin(t);
  let accepted = 'Bearer token-1';
  const server = await httpsServer(t, (response, { headers }) => {
    if (headers.authorization === accepted) json(response, 200, {});
    else json(response, 401, status(401, 'Unauthorized', 'Unauthorized'));
  });
  const transport = await transportTo(t, {
    server: server.url,
    cluster: INSECURE,
    user: { exec: { command } },
  });
  await transport.call(GET);
  accepted = 'Bearer token-2';
  const create = { method: 'POST', path: '/api', body: {} } as const;
  await t.notThrowsAsync(Promise.all([transport.call(GET), transport.send(create), transport.call(GET)]));
  t.is(runs(), 2);
  accepted = 'none';
  const error = await t.throwsAsync(transport.call(GET), { instanceOf: ApiError });
  t.is(runs(), 3);
  t.is(error.status, 401);
  t.regex(error.message, /does not accept the credentials of context "here"/);
});

testWithOpenssl('a credential with an expiry is replaced in time, others are kept', async (t) => {
  const { command, runs } = plugin(t, '{ token: "t", expirationTimestamp: "2020-01-01T00:00:00Z" }');
  const credential = await runExecPlugin({ command }, {});
  t.is(credential.expires, Date.parse('2020-01-01T00:00:00Z'));
  const server = await httpsServer(t, (response) => json(response, 200, {}));
  const clock = {
    now: (() => {
      let now = 0;
      return () => (now += 2_000_000);
    })(),
    sleep: async () => {},
  };
  const transport = await transportTo(
    t,
    { server: server.url, cluster: INSECURE, user: { exec: { command } } },
    { clock },
  );
  await transport.call(GET);
  await transport.call(GET);
  t.is(runs(), 3);
});

test('a plugin that is missing, fails, hangs or gives no credential is a clear error', async (t) => {
  const words = async (exec: object, longest?: number): Promise<string> => {
    const error = await t.throwsAsync(runExecPlugin({ ...exec }, {}, longest), { instanceOf: UserError });
    t.is(error.exitCode, 3);
    return error.message;
  };
  const node = { command: process.execPath };
  t.is(
    await words({ command: '/missing/login' }),
    'the credential plugin /missing/login failed: no such program',
  );
  t.regex(
    await words({ ...node, args: ['-e', 'console.error("a\\nlog in first"); process.exit(1)'] }),
    /: log in first$/,
  );
  t.regex(
    await words({ ...node, args: ['-e', 'setInterval(() => {}, 1e6)'] }, 200_000),
    /no answer within 0.2 s/,
  );
  t.regex(await words({ ...node, args: ['-e', 'console.log("{}")'] }), /gave no credential/);
  t.regex(await words({ ...node, interactiveMode: 'Always' }), /there is none/);
});

testWithOpenssl('a missing certificate file is an error before anything is sent', async (t) => {
  const server = await httpsServer(t, (response) => json(response, 200, {}));
  const user = { 'client-certificate': 'missing.crt', 'client-key': 'missing.key' };
  const transport = await transportTo(t, { server: server.url, cluster: INSECURE, user });
  const error = await t.throwsAsync(transport.call(GET), { instanceOf: UserError });
  t.regex(error.message, /credentials of context "here" can't be used: .*missing\.crt/);
  t.is(server.requests.length, 0);
});

test('what kubectl refuses of certificates is refused before anything is sent', async (t) => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ 'certificate-authority-data': '!!!notbase64' }, /its certificate-authority-data is not base64/],
    [{ 'certificate-authority-data': base64('hello') }, /holds no certificate/],
    [
      { ...INSECURE, 'certificate-authority-data': base64('-----BEGIN CERTIFICATE-----') },
      /and also insecure/,
    ],
  ];
  for (const [cluster, message] of cases) {
    const transport = await transportTo(t, { server: 'https://127.0.0.1:1', cluster });
    await t.throwsAsync(transport.call(GET), { instanceOf: UserError, message });
  }
});

test('a proxy that does not answer is named, not the server', async (t) => {
  for (const proxy of ['http://127.0.0.1:1', 'socks5://user:secret@127.0.0.1:1']) {
    const transport = await transportTo(t, {
      server: 'http://cluster.invalid',
      cluster: { 'proxy-url': proxy },
    });
    const call = transport.call({ ...GET, timeout: 5_000_000 });
    const error = await t.throwsAsync(call, {
      message: /^the proxy \S+127\.0\.0\.1:1 of http:\/\/cluster\.invalid can't be reached/,
    });
    t.false(error.message.includes('secret'));
  }
});
