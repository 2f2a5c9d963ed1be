/** Only results go to stdout; pipes, widths and colours work as in kubectl. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'ava';
import type { Figures } from '../../src/core/measure/figures.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { EXECUTABLE, FIXTURE, finished, keg, start } from './run-keg.ts';

const DAY = ['replay', FIXTURE];

/** Characters as a terminal counts them; the tables have none of double width. */
function longest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

test('replay prints a table on stdout and the time it took on stderr', async (t) => {
  const { code, stdout, stderr } = await keg(DAY);
  t.is(code, 0);
  for (const heading of ['UTILISATION', 'WAITING', 'OVER TIME'])
    t.regex(stdout, new RegExp(`^${heading}`, 'm'));
  t.regex(stderr, /^24h\S* of scenario time took \S+s here \([\d,]+x\)\n$/);
});

test('a replay that is over before its pods have run says that its means show the filling', async (t) => {
  const file = join(temporaryFolder(t), 'pods.yaml');
  const node =
    'apiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {allocatable: {cpu: 2, memory: 4Gi, pods: 9}}\n';
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}]}\n';
  writeFileSync(file, `${node}---\n${pod}`);
  const short = await keg(['replay', file]);
  t.regex(short.stderr, /^the replay ended after \d+ms and pods ran on: .*--duration 1h/m);
  const long = await keg(['replay', file, '--duration', '1h']);
  t.notRegex(long.stderr, /pods ran on/);
});

test('the same command prints the same bytes', async (t) => {
  const [first, second] = await Promise.all([keg([...DAY, '-o', 'json']), keg([...DAY, '-o', 'json'])]);
  t.is(first.stdout, second.stdout);
});

test('-o json prints JSON only, with warnings and notes on stderr', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, 'day.yaml'),
    `sed: 3
apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: a, template: {allocatable: {cpu: 2}}}]}
templates: {small: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
events:
  pods:
    - {name: p, arrivalTime: 0s, template: small}
    - {name: q, arrivalTime: 1s, template: small}
    - {name: q, arrivalTime: 2s, template: small}
`,
  );
  const { code, stdout, stderr } = await keg(['replay', 'day.yaml', '-o', 'json'], { folder });
  t.is(code, 0);
  const figures = JSON.parse(stdout) as Figures;
  t.is(figures.kind, 'Report');
  t.is(figures.pods.created, 2);
  t.regex(stderr, /^day\.yaml:1:1: warning: .*$/m);
  t.regex(stderr, /^warning: refused at 2s: pod "default\/q" exists already$/m);
});

test('-o yaml and -o wide print the same figures', async (t) => {
  const [yaml, wide] = await Promise.all([keg([...DAY, '-o', 'yaml']), keg([...DAY, '-o', 'wide'])]);
  t.regex(yaml.stdout, /^apiVersion: keg\.dev\/v1alpha1$/m);
  t.regex(wide.stdout, /^UTILISATION/m);
});

test('-o FILE writes a recording, and report prints the same table from it', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['day.keg.jsonl', 'day.keg.jsonl.gz']) {
    const replay = await keg([...DAY, '-o', name], { folder });
    const report = await keg(['report', name], { folder });
    t.is(replay.code, 0);
    t.is(report.code, 0);
    t.is(report.stderr, '');
    t.is(report.stdout, replay.stdout);
  }
  t.deepEqual(readdirSync(folder).sort(), ['day.keg.jsonl', 'day.keg.jsonl.gz']);
  t.is(
    (JSON.parse(readFileSync(join(folder, 'day.keg.jsonl'), 'utf8').split('\n')[0]!) as { kind: string })
      .kind,
    'Recording',
  );
});

test('-o json together with -o FILE does both', async (t) => {
  const folder = temporaryFolder(t);
  const { stdout } = await keg([...DAY, '-o', 'json', '-o', './day'], { folder });
  t.is((JSON.parse(stdout) as Figures).kind, 'Report');
  t.true(existsSync(join(folder, 'day')));
});

/** The seven layouts, each by the end of its files' names; some are one file a node. */
const LAYOUTS = [
  /^event_history\.csv$/,
  /^pod_pending_durations\.csv$/,
  /^pod_running_durations\.csv$/,
  /^pod_queue_length\.csv$/,
  /_allocation_history\.csv$/,
  /_allocation_ratio_history\.csv$/,
  /_free_resource_history\.csv$/,
];

test('-o csv writes files in the seven layouts and prints their names', async (t) => {
  const folder = temporaryFolder(t);
  const { code, stdout } = await keg([...DAY, '-o', 'csv', '--csv-dir', 'out/run'], { folder });
  t.is(code, 0);
  const paths = stdout.trim().split('\n');
  t.deepEqual(
    paths.map((path) => basename(path)).sort(),
    readdirSync(join(folder, 'out', 'run')).sort(),
    'stdout names what was written',
  );
  for (const layout of LAYOUTS)
    t.true(
      paths.some((path) => layout.test(basename(path))),
      String(layout),
    );
  for (const path of paths) {
    t.is(LAYOUTS.filter((layout) => layout.test(basename(path))).length, 1, path);
    const [head, first] = readFileSync(join(folder, path), 'utf8').split('\n');
    t.true(head!.split(',').length > 1, path);
    t.true(first!.split(',').length >= head!.split(',').length, path);
  }
});

test('-o csv without a folder writes to results/NAME', async (t) => {
  const folder = temporaryFolder(t);
  const { stdout } = await keg([...DAY, '-o', 'csv'], { folder });
  t.is(readdirSync(join(folder, 'results', 'gpu-day')).length, stdout.trim().split('\n').length);
});

test('- is standard input, for validate, replay and report', async (t) => {
  const input = readFileSync(FIXTURE, 'utf8');
  const validated = await keg(['validate', '-'], { input });
  t.is(validated.code, 0, validated.stderr);
  const replayed = await keg(['replay', '-', '-o', 'json', '-o', './day.gz'], {
    input,
    folder: temporaryFolder(t),
  });
  t.is(replayed.code, 0, replayed.stderr);
  const folder = temporaryFolder(t);
  const direct = await keg([...DAY, '-o', 'day'].with(-1, './day'), { folder });
  const reported = await keg(['report', '-'], { input: readFileSync(join(folder, 'day'), 'utf8') });
  t.is(reported.code, 0, reported.stderr);
  t.is(reported.stdout, direct.stdout);
});

test('no line is wider than COLUMNS, or than 80 columns without a terminal', async (t) => {
  const [narrow, wide] = await Promise.all([keg(DAY), keg(DAY, { env: { COLUMNS: '160' } })]);
  t.true(longest(narrow.stdout) <= 80, String(longest(narrow.stdout)));
  t.true(longest(wide.stdout) <= 160, String(longest(wide.stdout)));
  t.true(longest(wide.stdout) > 80, 'the width is used');
  const byNode = await keg([...DAY, '--by', 'node']);
  t.true(longest(byNode.stdout) <= 80, String(longest(byNode.stdout)));
  t.regex(byNode.stdout, /g2-0/);
});

test('there is no colour and no progress without a terminal', async (t) => {
  for (const env of [{ TERM: 'xterm-256color' }, { NO_COLOR: '1' }] as const) {
    const { stdout, stderr } = await keg(DAY, { env });
    t.false(stdout.includes('\u001B'));
    t.false(stderr.includes('\u001B') || stderr.includes('\r'));
  }
});

test('a reader that closes stdout early (head) is no error', async (t) => {
  const child = start([EXECUTABLE, ...DAY, '-o', 'json']);
  const end = finished(child);
  child.stdout!.destroy();
  const { code, stderr } = await end;
  t.is(code, 0);
  t.notRegex(stderr, /EPIPE|fault|^\s+at /m);
});

test('help lists every command', async (t) => {
  const { code, stdout } = await keg(['--help']);
  t.is(code, 0);
  for (const command of ['import', 'replay', 'report', 'validate'])
    t.regex(stdout, new RegExp(`^\\s+${command}\\b`, 'm'));
});

test('validate --print-schema prints a JSON Schema', async (t) => {
  const { code, stdout } = await keg(['validate', '--print-schema']);
  t.is(code, 0);
  const schema = JSON.parse(stdout) as { $schema: string; properties: Record<string, unknown> };
  t.regex(schema.$schema, /json-schema\.org/);
  t.true('events' in schema.properties);
});

test('report --at prints the pods and requests just before that time', async (t) => {
  const folder = temporaryFolder(t);
  await keg([...DAY, '-o', './day'], { folder });
  const words = await keg(['report', 'day', '--at', '12h', '--at', '1h'], { folder });
  t.regex(words.stdout, /^12h\S* {2}pods \d+ {2}requests: .*cpu \d+m.*\n1h\S* {2}pods \d+ .*\n$/);
  const json = await keg(['report', 'day', '--at', '12h', '-o', 'json'], { folder });
  const [first] = JSON.parse(json.stdout) as [{ time: number; pods: number }];
  t.is(first.time, 12 * 3600e6);
  t.true(first.pods > 0);
});
