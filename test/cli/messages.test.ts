/** What the flags of every command do to the messages on stderr. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { json, scriptedServer } from '../kubernetes/scripted-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FIXTURE, keg } from './run-keg.ts';

test('--verbose prints where values come from and every call, and no secret', async (t) => {
  const server = await scriptedServer(t, (response, { path }) =>
    json(response, path === '/version' ? 200 : 404, { gitVersion: 'v1.36.3' }),
  );
  const file = join(temporaryFolder(t), 'config.yaml');
  writeFileSync(file, 'request-timeout: 5s\n');
  const env = { KEG_CONFIG: file, KEG_TOKEN: 'hidden-token', KEG_OUTPUT: 'yaml' };
  const argv = ['cluster', 'status', '--verbose', '--server', server.url, '-o', 'json'];
  const { code, stderr } = await keg(argv, { env });
  t.is(code, 3);
  t.regex(stderr, /^--output json \(command line\)$/m);
  t.true(stderr.includes(`--request-timeout 5s (${file}:1:18)\n`), stderr);
  t.regex(stderr, /^--token \(not shown\) \(KEG_TOKEN\)$/m);
  t.regex(stderr, /^--log-format text \(default\)$/m);
  t.regex(stderr, /^GET http:\S+\/version 200 in [\d.]+ ms$/m);
  t.regex(stderr, /^GET http:\S+\/api\/v1\/nodes\?limit=500 404 in [\d.]+ ms$/m);
  t.notRegex(stderr, /hidden-token/);
});

test('warnings that differ only in their places share one line, but not as JSON', async (t) => {
  const file = join(temporaryFolder(t), 'day.yaml');
  const spec = '{tolerations: [{key: spot, operator: Exists}], containers: [{name: c}]}';
  const pod = (name: string) => `    - {name: ${name}, arrivalTime: 1s, podSpec: {spec: ${spec}}}`;
  const nodes = 'cluster: {nodes: [{name: n, template: {allocatable: {cpu: 4, memory: 8Gi, pods: 9}}}]}';
  writeFileSync(file, [nodes, 'events:', '  pods:', ...['a', 'b', 'c'].map(pod), ''].join('\n'));
  const text = await keg(['replay', file]);
  t.deepEqual(
    text.stderr.split('\n').filter((line) => line.includes('warning')),
    [
      `${file}:4:7: warning: the toleration of "spot" matches no taint of any node in this scenario, and so at 2 more places (--log-format json names each)`,
    ],
  );
  const { stderr } = await keg(['replay', file, '--log-format', 'json']);
  t.is(stderr.split('\n').filter((line) => line.includes('matches no taint')).length, 3);
});

test('--log-format json writes every message on stderr as one JSON object', async (t) => {
  const replayed = await keg(['replay', FIXTURE, '-o', 'json', '--log-format', 'json']);
  t.is(replayed.code, 0);
  const wrong = await keg(['replay', 'missing.yaml', '--log-format=json']);
  const unknown = await keg(['rply'], { env: { KEG_LOG_FORMAT: 'json' } });
  const lines = [replayed, wrong, unknown].map(({ stderr }) =>
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  for (const line of lines.flat()) t.regex(line.time, /^\d{4}-\d\d-\d\dT/);
  t.like(lines[1]?.at(-1), { level: 'error', message: 'there is no file missing.yaml', code: 'usage' });
  t.like(lines[2]?.at(-1), { level: 'error', code: 'usage' });
});

test('a default that makes no sense on the target is left out, a flag is refused', async (t) => {
  const env = { KEG_CONTEXT: 'production', KEG_REPLAY_KEEP: 'true' };
  const replayed = await keg(['replay', FIXTURE, '-o', 'json'], { env });
  t.is(replayed.code, 0, replayed.stderr);
  const refused = await keg(['replay', FIXTURE, '--context', 'production', '--speed', 'fast'], {
    env: { KEG_SEED: '7' },
  });
  t.is(refused.code, 2);
  t.regex(refused.stderr, /--context makes no sense on --target embedded/);
  t.regex(refused.stderr, /^these defaults are used: --seed from KEG_SEED$/m);
});
