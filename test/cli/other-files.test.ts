/** A file that a command cannot use ends it with exit code 2 and one line that names what the file is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { runLine } from './run-line.ts';

const FILES = {
  'package.json': ['{"name":"x","version":"1.0.0","scripts":{}}', /a package\.json of npm/],
  'config.yaml': [
    'generation: {numPodEvents: 3}\n',
    /a generator configuration.*kubectl keg generate config\.yaml/,
  ],
  'steps.yml': ['scenario:\n - step: {name: 1, actions: []}\n', /a list of steps for the Karpenter driver/],
  'web.yaml': ['apiVersion: apps/v1\nkind: Deployment\nspec: {}\n', /the manifest of a Deployment/],
  'stage.yaml': [
    'apiVersion: kwok.x-k8s.io/v1alpha1\nkind: Stage\n',
    /a Stage of KWOK.*--stages stage\.yaml/,
  ],
  kubeconfig: ['apiVersion: v1\nkind: Config\n', /a kubeconfig/],
  'audit.log': [
    '{"kind":"Event","apiVersion":"audit.k8s.io/v1"}\n',
    /audit log.*kubectl keg import audit\.log/,
  ],
  'x.csv': ['a,b\n1,2\n', /this is CSV/],
  'list.json': ['[1, 2]', /a JSON list/],
  'empty.yaml': ['', /an empty file/],
  'metrics.gz': [gzipSync('# TYPE up gauge\nup 1\n'), /metrics of Prometheus/],
} as const;

/** Commands that read a file, and files that each of them does read. */
const COMMANDS: readonly (readonly [name: string, args: readonly string[], reads: readonly string[]])[] = [
  ['replay', [], ['web.yaml']],
  ['validate', [], ['web.yaml']],
  ['report', [], []],
  ['fit', [], []],
  ['generate', [], ['config.yaml', 'web.yaml']],
  ['import', ['-o', 'out.keg.jsonl'], ['audit.log']],
];

for (const [command, args, reads] of COMMANDS) {
  test.serial(`${command} names a file that it cannot use, and exits with 2`, async (t) => {
    const folder = temporaryFolder(t);
    for (const [file, [content, name]] of Object.entries(FILES)) {
      if (reads.includes(file)) continue;
      writeFileSync(join(folder, file), content);
      const { code, stdout, stderr } = await runLine([command, file, ...args], folder);
      t.is(code, 2, `${file}: ${stderr}`);
      t.is(stdout, '', file);
      t.true(stderr.startsWith(`${file}: error: this is `), stderr);
      if (command !== 'import') t.regex(stderr, name);
      t.is(stderr.trim().split('\n').length, 1, stderr);
    }
  });

  test.serial(`${command} refuses a folder without files that it reads`, async (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, 'results'));
    const { code, stderr } = await runLine([command, 'results', ...args], folder);
    t.is(code, 2);
    t.regex(stderr, /results is a folder|results: holds no file that import recognises/);
  });
}

test.serial('a scenario and a recording with nothing to play are refused', async (t) => {
  const folder = temporaryFolder(t);
  const node = '{name: a, count: 2, template: {capacity: {cpu: 4}}}';
  writeFileSync(
    join(folder, 'idle.yaml'),
    `apiVersion: keg.dev/v1alpha1\nkind: Scenario\ncluster: {nodes: [${node}]}\n`,
  );
  const header = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster' },
    start: '2025-01-01T00:00:00Z',
    tool: { name: 'x', version: '1' },
    clock: { kind: 'monotonic', resolution: '1us' },
    redaction: 'none',
  };
  writeFileSync(join(folder, 'idle.keg.jsonl'), `${JSON.stringify(header)}\n{"at":5,"kind":"close"}\n`);
  for (const file of ['idle.yaml', 'idle.keg.jsonl']) {
    const { code, stdout, stderr } = await runLine(['replay', file], folder);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /nothing to play/);
  }
});

test.serial('validate names a wrong file among others, checks the others, and exits with 2', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'package.json'), FILES['package.json'][0]);
  writeFileSync(join(folder, 'day.yaml'), 'events:\n  pods: []\nsed: 1\n');
  const { code, stdout } = await runLine(['validate', 'package.json', 'day.yaml'], folder);
  t.is(code, 2);
  t.regex(stdout, /^package\.json: error: this is a package\.json of npm, not a scenario/m);
  t.regex(stdout, /^day\.yaml:3:1: warning: /m);
});
