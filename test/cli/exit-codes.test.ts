/** Exit codes and error messages: 0 fine, 1 a finding, 2 usage; one line with the place, never a stack trace. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { FIXTURE, type Finished, keg, node, ROOT } from './run-keg.ts';
import { runLine } from './run-line.ts';

const BAD = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: a, count: -1, template: {allocatable: {cpu: 2}}}]}
`;
const ODD =
  'apiVersion: keg.dev/v1alpha1\nkind: Scenario\nsed: 4\ncluster: {nodes: [{name: a, template: {allocatable: {cpu: 2}}}]}\n';

function file(t: ExecutionContext, text: string, name = 'day.yaml'): string {
  const path = join(temporaryFolder(t), name);
  writeFileSync(path, text);
  return path;
}

function refused(t: ExecutionContext, { code, stdout, stderr }: Finished, words: RegExp): void {
  t.is(code, 2, stderr);
  t.is(stdout, '');
  t.regex(stderr, words);
  t.notRegex(stderr, /^\s+at |node:internal|\.ts:\d/m, 'no stack trace');
}

test('validate exits with 0 for a valid scenario and prints its form', async (t) => {
  const { code, stdout, stderr } = await keg(['validate', FIXTURE]);
  t.is(code, 0);
  t.is(stderr, '');
  t.regex(stdout, /gpu-day\.yaml: ok .*\(form: .*\)\n$/);
});

test('validate exits with 1 for an error and prints its file, line and column', async (t) => {
  const path = file(t, BAD);
  const { code, stdout } = await keg(['validate', FIXTURE, path]);
  t.is(code, 1);
  t.true(stdout.includes(`${path}:3:36: error: `), stdout);
  t.regex(stdout, /day\.yaml: 1 error/);
});

test('validate exits with 0 for a warning, and with 1 with --strict', async (t) => {
  const path = file(t, ODD);
  const relaxed = await keg(['validate', path]);
  t.is(relaxed.code, 0);
  t.true(relaxed.stdout.includes(`${path}:3:1: warning: `), relaxed.stdout);
  t.regex(relaxed.stdout, /did you mean "?seed/);
  t.is((await keg(['validate', '--strict', path])).code, 1);
});

test('validate exits with 2 for a missing file, and without a file', async (t) => {
  refused(t, await keg(['validate', 'none.yaml']), /^error: there is no file none\.yaml .*\n$/);
  refused(t, await keg(['validate']), /^error: no file is named/);
});

test('replay exits with 2 for an invalid scenario and prints the place', async (t) => {
  const path = file(t, BAD);
  const result = await keg(['replay', path]);
  refused(t, result, /:3:36: error: /);
  t.true(result.stderr.startsWith(path));
  t.is(result.stderr.split('\n').length, 2);
});

for (const [argv, words] of [
  [['replay', 'none.yaml'], /^error: there is no file none\.yaml/],
  [['replay', ROOT], /^error: .* is a folder/],
  [['replay', FIXTURE, '--speed', 'fast'], /^error: --speed fast is not a speed \(.*10x.*\)\n$/],
  [['replay', FIXTURE, '--duration', '12'], /^error: --duration 12 is not a duration/],
  [['replay', FIXTURE, '--kubernetes-version', '1.29'], /^error: Kubernetes 1\.29 is not modelled/],
  [['replay', FIXTURE, '--nodes', 'many'], /^error: --nodes many/],
  [['replay', FIXTURE, '--seed', '-1'], /^error: .*seed/i],
  [['replay', FIXTURE, '-o', 'jsn'], /^error: -o jsn is neither .*did you mean json\?/],
  [['replay', FIXTURE, '-o', 'json', '-o', 'csv'], /^error: .*one format at a time/],
  [['replay', FIXTURE, '-o', 'none/day.keg.jsonl'], /^error: there is no folder none/],
  [['replay', FIXTURE, '--spede', '10x'], /^error: .*--spede/],
  [['replay'], /^error: .*scenario/i],
  [['report', 'none.keg.jsonl'], /^(none\.keg\.jsonl: )?error: there is no file none\.keg\.jsonl/],
  [
    ['report', FIXTURE],
    /gpu-day\.yaml: error: this is a scenario, not a recording \(play it with kubectl keg replay/,
  ],
  [['report', FIXTURE, '--at', 'noon'], /^error: --at noon is not a duration/],
  [
    ['import', 'openb', '--nodes', 'n.csv', '--pods', 'p.csv', '-o', 'x.yaml'],
    /^error: there is no file n\.csv/,
  ],
  [['import', 'openb'], /^error: /],
  [['rplay', FIXTURE], /^error: .*rplay/],
] as const satisfies readonly (readonly [readonly string[], RegExp])[]) {
  test.serial(
    `exit code 2 and one line with the reason:  ${argv.map((word) => word.replace(ROOT, '.')).join(' ')}`,
    async (t) => {
      refused(t, await runLine(argv), words);
    },
  );
}

test('report exits with 0 for a torn recording and prints a warning', async (t) => {
  const folder = temporaryFolder(t);
  const header =
    '{"apiVersion":"keg.dev/v1alpha1","kind":"Recording","source":{"kind":"cluster"},"start":"2026-01-01T00:00:00.000000000Z","tool":{"name":"k","version":"1"},"clock":{"kind":"virtual","resolution":"1us"},"redaction":"none"}';
  writeFileSync(
    join(folder, 'torn'),
    `${header}\n{"at":5,"kind":"node-added","uid":"n","name":"a","allocatable":{"cpu":1}}\n{"at":9,"ki`,
  );
  const { code, stdout, stderr } = await keg(['report', 'torn'], { folder });
  t.is(code, 0);
  t.regex(stderr, /torn: warning: the last line is cut short/);
  t.regex(stdout, /UTILISATION/);
});

test('a Node version that is too old gives one line and exit code 2', async (t) => {
  const stub = "Object.defineProperty(process.versions, 'node', { value: '20.1.0' });";
  const { code, stdout, stderr } = await node(['-e', `${stub} require('./bin/kubectl-keg.cjs')`]);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^kubectl keg needs Node 22\.\d+ or newer, and this is Node 20\.1\.0 .*\n$/);
  t.is(stderr.split('\n').length, 2);
});

test('a missing argument is one line in our words, with what to do next', async (t) => {
  for (const [words, missing] of [
    [['replay'], /^error: SCENARIO is missing \(give a scenario file .*; see --help\)\n$/],
    [['fit'], /^error: RECORDING is missing \(give a recording .*; see --help\)\n$/],
    [['explain', 'web-0'], /^error: RECORDING is missing \(give a recording .*; see --help\)\n$/],
    [['explain'], /^error: POD is missing \(give .*; see --help\)\n$/],
  ] as const)
    refused(t, await keg([...words]), missing);
});

test('a command that waits for something that never comes ends with 70, not with 0', async (t) => {
  const script = file(
    t,
    `import { Command } from '@oclif/core/command';
    import { main } from '${ROOT}/src/cli/main.ts';
    class Stuck extends Command {
      run() { return new Promise(() => {}); }
    }
    await main(['stuck'], '${ROOT}', async () => ({ stuck: Stuck }));
    `.replace('@oclif/core/command', join(ROOT, 'node_modules/@oclif/core/lib/command.js')),
    'stuck.mjs',
  );
  const { code, stderr } = await node([script]);
  t.is(code, 70, stderr);
  t.regex(stderr, /^This is a fault in kubectl keg.*\n.*waits for something that never comes/);
});

test('a request of a recorded pod that is no quantity is a wrong input, not a fault of keg', async (t) => {
  const lines = [
    {
      ...{ apiVersion: 'keg.dev/v1alpha1', kind: 'Recording', source: { kind: 'import' }, redaction: 'none' },
      ...{ start: '2026-01-01T00:00:00Z', tool: { name: 'x', version: '0' } },
      clock: { kind: 'stamps', resolution: '1s' },
    },
    {
      ...{ at: 0, kind: 'template', hash: 't' },
      template: { spec: { containers: [{ name: 'm', resources: { requests: { cpu: '1e3m' } } }] } },
    },
    { at: 0, kind: 'pod-created', uid: 'a', namespace: 'd', name: 'a', template: 't' },
    { at: 1_000_000, kind: 'close' },
  ];
  const recording = file(t, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), 'odd.keg.jsonl');
  for (const verb of ['fit', 'replay']) {
    const { code, stderr } = await keg([verb, recording]);
    t.is(code, 2, stderr);
    t.regex(stderr, /error: "1e3m" is not a quantity .*; correct it in the recording or scenario\n$/);
  }
});
