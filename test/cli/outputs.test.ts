/** No command loses a file: an output is never an input, replaces a file only with --force, and has the name of a file. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Finished, keg } from './run-keg.ts';
import { runLine } from './run-line.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: day, recorded: pods.keg.jsonl}
cluster: {nodes: [{name: n, template: {allocatable: {cpu: 8, memory: 32Gi, pods: 110}}}]}
templates: {task: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
events: {pods: [{name: p, template: task, arrivalTime: 1s, evictTime: 9s}]}
`;
const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: none
contexts: [{name: none, context: {cluster: none, user: none}}]
clusters: [{name: none, cluster: {server: 'https://127.0.0.1:9'}}]
users: [{name: none, user: {}}]
`;
const NODES_CSV = 'sn,cpu_milli,memory_mib,gpu,model\nn1,8000,32768,0,\n';
const PODS_CSV =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\np1,1000,1024,0,0,,LS,Running,0,10,1\n';
const SCHEDULER = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';
const EMPTY_DUMP = '{"apiVersion":"v1","kind":"List","items":[]}';
const HEADER =
  '{"apiVersion":"keg.dev/v1alpha1","kind":"Recording","name":"day","source":{"kind":"cluster"},"start":"2026-01-01T00:00:00.000000000Z","tool":{"name":"k","version":"1"},"clock":{"kind":"virtual","resolution":"1us"},"redaction":"none"}\n';
const RECORDING = `${HEADER}{"at":5,"kind":"node-added","uid":"n","name":"a","allocatable":{"cpu":1}}\n{"at":9,"kind":"close"}\n`;

const FILES: Readonly<Record<string, string>> = {
  'day.yaml': SCENARIO,
  'pods.keg.jsonl': RECORDING,
  'day.keg.jsonl': RECORDING,
  'scheduler.x': SCHEDULER,
  'kubeconfig.x': KUBECONFIG,
  'dump.x': EMPTY_DUMP,
  'nodes.x': NODES_CSV,
  'pods.x': PODS_CSV,
};

function folderOfInputs(t: ExecutionContext): string {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Exit code 2, one line, and every file as it was, with none beside them. */
async function refused(
  t: ExecutionContext,
  argv: readonly string[],
  words: RegExp,
  folder: string,
): Promise<void> {
  const before = contentOf(folder);
  const { code, stdout, stderr }: Finished = await runLine(argv, folder);
  t.is(code, 2, stderr);
  t.is(stdout, '');
  t.regex(stderr, words);
  t.is(stderr.trimEnd().split('\n').length, 1, stderr);
  t.deepEqual(contentOf(folder), before);
}

function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

const OPENB = ['import', 'openb', '--nodes', 'nodes.x', '--pods', 'pods.x'];
const KWOK = ['replay', 'day.yaml', '--target', 'kwok', '--kubeconfig', 'kubeconfig.x'];

/** Every flag that names an output, with an input of the same command. */
for (const argv of [
  ['replay', 'day.keg.jsonl', '-o', './day.keg.jsonl'],
  ['replay', 'day.keg.jsonl', '--recording', 'day.keg.jsonl'],
  ['replay', 'day.yaml', '-o', 'pods.keg.jsonl'],
  ['replay', 'day.yaml', '--scheduler-config', 'scheduler.x', '-o', 'scheduler.x'],
  [...KWOK, '-o', 'kubeconfig.x'],
  ['record', '--kubeconfig', 'kubeconfig.x', '-o', 'kubeconfig.x'],
  ['record', '--kubeconfig', 'day.yaml', '-o', 'day.yaml'],
  ['fit', 'day.keg.jsonl', '-o', 'hard.yaml'],
  ['fit', 'day.keg.jsonl', '--plot', 'link.html'],
  ['generate', 'day.yaml', '-o', 'day.yaml'],
  ['import', 'dump.x', '-o', 'dump.x'],
  [...OPENB, '-o', 'nodes.x'],
  [...OPENB, '-o', 'new.yaml', '--recording', 'pods.x'],
]) {
  test.serial(`an input is kept: ${argv.join(' ')} --force`.slice(0, 88), async (t) => {
    const folder = folderOfInputs(t);
    linkSync(join(folder, 'day.keg.jsonl'), join(folder, 'hard.yaml'));
    if (process.platform === 'win32') linkSync(join(folder, 'day.keg.jsonl'), join(folder, 'link.html'));
    else symlinkSync('day.keg.jsonl', join(folder, 'link.html'));
    await refused(
      t,
      [...argv, '--force'],
      /^error: \S+ is an input of this command, and would be overwritten/,
      folder,
    );
  });
}

/** Every flag that names an output, with the name of a file that exists. */
for (const argv of [
  ['replay', 'day.yaml', '-o', 'there.x'],
  ['replay', 'day.yaml', '--recording', 'there.x'],
  ['replay', 'day.yaml', '-o', 'csv', '--csv-dir', 'results'],
  ['report', 'day.keg.jsonl', '-o', 'csv', '--csv-dir', 'results'],
  ['report', 'day.keg.jsonl', '-o', 'parquet', '--parquet-dir', 'results'],
  ['fit', 'day.keg.jsonl', '-o', 'there.x'],
  ['fit', 'day.keg.jsonl', '--plot', 'there.x'],
  ['record', '--kubeconfig', 'kubeconfig.x', '-o', 'day.yaml'],
  ['generate', 'day.yaml', '-o', 'there.x'],
  ['import', 'dump.x', '-o', 'there.x'],
  [...OPENB, '-o', 'there.x'],
  [...OPENB, '-o', 'new.yaml', '--recording', 'there.x'],
]) {
  test.serial(`an existing file is kept: ${argv.join(' ')}`, async (t) => {
    const folder = folderOfInputs(t);
    writeFileSync(join(folder, 'there.x'), 'mine');
    mkdirSync(join(folder, 'results'));
    writeFileSync(join(folder, 'results', 'event_history.csv'), 'mine');
    await refused(t, argv, /^error: .* already (?:exists|holds files) \(.*--force/, folder);
  });
}

/** Every flag that names an output, with a name that is not the name of a suitable file. */
for (const [argv, words] of [
  [
    ['replay', 'day.yaml', '-o', 'jsonpath={.x}'],
    /neither a format \(table, wide, markdown, html, json, yaml, csv, parquet\) nor a file name/,
  ],
  [['replay', 'day.yaml', '-o', 'JSON'], /neither a format .*did you mean json\?/],
  [
    ['replay', 'day.yaml', '-o', 'sc.yaml'],
    /a recording does not go into a \.yaml file \(name it sc\.keg\.jsonl/,
  ],
  [['replay', 'day.yaml', '-o', 'x.csv'], /-o csv --csv-dir FOLDER writes that format into a folder/],
  [['replay', 'day.yaml', '-o', 'x.parquet'], /-o parquet --parquet-dir FOLDER writes that format/],
  [['replay', 'day.yaml', '-o', 'x.md'], /-o markdown prints that format to standard output/],
  [['replay', 'day.yaml', '--assert', 'waiting.p59 < 30s', '-o', 'a.keg.jsonl'], /did you mean p50/],
  [['replay', 'day.yaml', '--assert', 'neverBound = 0', '--summary', '.'], /--summary \. is a folder/],
  [['replay', 'day.yaml', '--assert', 'neverBound = 0', '--junit', 'out'], /a JUnit report is called/],
  [['replay', 'day.yaml', '--recording', 'json'], /--recording json is not a file name/],
  [['replay', 'day.yaml', '-o', 'csv', '--csv-dir=-x'], /--csv-dir -x is not a file name/],
  [['replay', 'day.yaml', '--csv-dir', 'out'], /--csv-dir writes nothing with -o table \(add -o csv/],
  [['report', 'day.keg.jsonl', '--csv-dir', 'out'], /--csv-dir writes nothing with -o table \(add -o csv/],
  [
    ['report', 'day.keg.jsonl', '-o', 'csv', '--parquet-dir', 'out'],
    /--parquet-dir writes nothing with -o csv \(add -o parquet/,
  ],
  [['replay', 'day.yaml', '-o', 'csv', '--csv-dir', ''], /--csv-dir "" is not the name of a folder/],
  [['record', '-o', 'sc.yaml', '--no-fit'], /-o sc\.yaml is a scenario, which --no-fit does not write/],
  [['record', '-o', 'json'], /-o json is not a file name/],
  [
    ['fit', 'day.keg.jsonl', '-o', 'go-template={{.x}}'],
    /neither a format \(table, wide, json, yaml, html\) nor a file name/,
  ],
  [['fit', 'day.keg.jsonl', '--plot', 'html'], /--plot html is not a file name/],
  [['generate', 'day.yaml', '-o', 'yaml'], /-o yaml is not a file name/],
  [['import', 'dump.x', '-o', 'name'], /-o name is not a file name/],
  [[...OPENB, '-o', 'yml'], /-o yml is not a file name/],
] as const) {
  test.serial(`a bad name is refused: ${argv.join(' ')}`, async (t) => {
    const folder = folderOfInputs(t);
    writeFileSync(join(folder, 'kubeconfig'), KUBECONFIG);
    await refused(t, argv, words, folder);
  });
}

test.serial('with --force a recording and CSV files are replaced', async (t) => {
  const folder = folderOfInputs(t);
  const argv = ['replay', 'day.yaml', '-o', 'run.keg.jsonl', '-o', 'csv', '--csv-dir', 'out'];
  t.is((await keg(argv, { folder })).code, 0);
  const first = contentOf(folder);
  writeFileSync(join(folder, 'out', 'event_history.csv'), 'old');
  t.is((await runLine(argv, folder)).code, 2);
  t.is((await keg([...argv, '--force'], { folder })).code, 0);
  t.deepEqual(contentOf(folder), first);
});

test('a dry run writes nothing, so an existing file is no error', async (t) => {
  // Nothing answers, and keg tries again until the time is over.
  const argv = [...KWOK, '--dry-run', '-o', 'day.keg.jsonl', '--request-timeout', '1s'];
  const folder = folderOfInputs(t);
  const { code, stderr } = await keg(argv, { folder });
  t.is(code, 3, stderr);
  t.true(existsSync(join(folder, 'day.keg.jsonl')));
});
