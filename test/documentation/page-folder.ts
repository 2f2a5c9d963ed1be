/** The folder in which the commands of one page run: the repository's fixtures, and stand-ins for the files that a reader brings. */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tar } from '../../release/tar.ts';
import { writeMadeInputs } from '../same-output/made-inputs.ts';
import { sharedPath } from '../shared.ts';
import { smallDump } from './dump.ts';
import { ROOT } from './pages.ts';
import { rotatedFiles } from './rotated.ts';
import { runLine } from './run-line.ts';

const HERE = join(import.meta.dirname, 'stand-ins');

type Maker = (folder: string, name: string) => void | Promise<void>;

/** A file that a command of the documentation reads, and how the stand-in for it is made. */
const STAND_INS: readonly (readonly [names: RegExp, make: Maker])[] = [
  [/^(run|day|march)\.keg\.jsonl(\.gz)?$/, (folder, name) => recorded(folder, name, 'default')],
  [/^prod\.keg\.jsonl\.gz$/, (folder, name) => recorded(folder, name, 'shop')],
  [/^prod\.000[12]\.keg\.jsonl\.gz$/, rotatedPart],
  [/^(prod|my)\.yaml$/, copied('run.yaml')],
  [
    /^((old-scenario|config|scheduler|nodes|deployments|jobs|stages)\.yaml|nodes\.csv|pods\.csv|nodes\.keg\.jsonl)$/,
    (folder, name) => copied(name)(folder, name),
  ],
  [/^scenarios\/day\.yaml$/, fixture('gpu-day.yaml')],
  [/^scenario\.schema\.json$/, fixture('scenario.schema.json')],
  [/^kubernetes_scenario$/, driverDirectory],
  [/^now\.json$/, (folder, name) => writeFileSync(join(folder, name), smallDump())],
  [/^audit(-[\d-]+)?\.log(\.gz)?$/, auditLog],
  [/^master-\d\.log$/, auditLog],
  [/^watched-pods\.json$/, watchEvents],
  [/^must-gather$/, mustGather],
  [/^support-bundle\.tar\.gz$/, supportBundle],
  [/^trace\.sktrace$/, simkubeTrace],
  [/^results\/sim-x\/event_history\.csv$/, resultsOfGoTool],
  [/^openb_\w+\.csv$/, (folder, name) => cpSync(sharedPath(`data/openb/${name}`), join(folder, name))],
  [/^openb\.(yaml|keg\.jsonl)$/, importedOpenb],
];

/** What a pattern of the documentation stands for. */
const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  'prod.*.keg.jsonl.gz': ['prod.0001.keg.jsonl.gz', 'prod.0002.keg.jsonl.gz'],
  'results/sim-x/*.csv': ['results/sim-x/event_history.csv'],
  'scenarios/*.yaml': ['scenarios/day.yaml'],
};

/** Makes the folder ready for a page. */
export function prepare(folder: string): void {
  symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
  symlinkSync(join(ROOT, 'docs'), join(folder, 'docs'));
}

/** Puts stand-ins for those files that the command reads and that no command before it has made. */
export async function bringFiles(command: string, folder: string): Promise<void> {
  const words = command.split(/[\s]+/);
  const read = words.filter(
    (_, index) => !/^(-o|--output|--recording|--plot|>)$/.test(words[index - 1] ?? ''),
  );
  for (const word of read) {
    for (const name of PATTERNS[word] ?? [word]) {
      const make = STAND_INS.find(([names]) => names.test(name))?.[1];
      if (make === undefined || existsSync(join(folder, name))) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      await make(folder, name);
    }
  }
}

function copied(name: string): Maker {
  return (folder, as) => cpSync(join(HERE, name), join(folder, as));
}

function fixture(name: string): Maker {
  return (folder, as) => cpSync(join(ROOT, 'fixtures', name), join(folder, as));
}

/** Each namespace has one recording, made once: twelve hours of `default`, three of every other. */
const recordings = new Map<string, string>();

async function recorded(folder: string, name: string, namespace: string): Promise<void> {
  const text = recordings.get(namespace) ?? (await observations(folder, namespace));
  recordings.set(namespace, text);
  const dated = name.startsWith('march') ? text.replace('1970-01-01T00', '2026-03-01T00') : text;
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(dated) : dated);
}

async function observations(folder: string, namespace: string): Promise<string> {
  const scenario = readFileSync(join(HERE, 'run.yaml'), 'utf8');
  writeFileSync(
    join(folder, '.stand-in.yaml'),
    namespace === 'default'
      ? scenario.replaceAll(' 3h', ' 12h')
      : scenario.replaceAll('namespace: default', `namespace: ${namespace}`),
  );
  await keg('replay .stand-in.yaml -o .stand-in.keg.jsonl --force', folder);
  return readFileSync(join(folder, '.stand-in.keg.jsonl'), 'utf8');
}

/** A scenario directory of the Karpenter driver: four steps of one Deployment. */
function driverDirectory(folder: string, name: string): void {
  mkdirSync(join(folder, name, 'deployments'), { recursive: true });
  const write = (file: string, text: string): void => writeFileSync(join(folder, name, file), text);
  write(
    'config.yml',
    'simulator: {run_id: demo, timestep: 15, limit: 4, deployments_directory: deployments, deployments: [web], clusters: [{KubernetesCluster: {node_count: 2, node_type: c5.large, autoscaling: true, nodepool_directory: nodepools}}]}\n',
  );
  write(
    'steps.yml',
    'scenario: [{step: {name: 1, actions: [{action: {action_type: K8S_SCALE, action_data: "name=web,replicas=8"}}]}}, {step: {name: 2, actions: []}}]\n',
  );
  cpSync(join(HERE, 'deployments.yaml'), join(folder, name, 'deployments', 'web.yaml'));
  mkdirSync(join(folder, name, 'nodepools'));
  write('nodepools/default.yaml', 'apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: default}\n');
}

async function rotatedPart(folder: string, name: string): Promise<void> {
  await recorded(folder, '.whole.keg.jsonl', 'shop');
  const files = rotatedFiles(readFileSync(join(folder, '.whole.keg.jsonl'), 'utf8'), 5_400_000_000);
  writeFileSync(join(folder, name), gzipSync(files[name.includes('.0001.') ? 0 : 1]));
}

function auditLog(folder: string, name: string): void {
  writeMadeInputs(folder);
  const log = readFileSync(join(folder, 'inputs', 'audit.log'));
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(log) : log);
}

function watchEvents(folder: string, name: string): void {
  const { items } = JSON.parse(smallDump()) as { items: readonly { readonly kind?: string }[] };
  const pods = items.filter(({ kind }) => kind === 'Pod');
  writeFileSync(
    join(folder, name),
    pods.map((object) => JSON.stringify({ type: 'ADDED', object })).join('\n'),
  );
}

function mustGather(folder: string, name: string): void {
  const core = join(folder, name, 'namespaces', 'default', 'core');
  mkdirSync(core, { recursive: true });
  writeFileSync(join(core, 'pods.yaml'), smallDump());
}

function supportBundle(folder: string, name: string): void {
  const path = 'cluster-resources/pods/default.json';
  writeFileSync(join(folder, name), gzipSync(tar([{ path, content: Buffer.from(smallDump()) }])));
}

async function simkubeTrace(folder: string, name: string): Promise<void> {
  await recorded(folder, '.day.keg.jsonl', 'default');
  await keg(`export .day.keg.jsonl --to simkube -o ${name}`, folder);
}

async function resultsOfGoTool(folder: string): Promise<void> {
  await recorded(folder, '.day.keg.jsonl', 'default');
  await keg('report .day.keg.jsonl -o csv --csv-dir results/sim-x --force', folder);
}

async function importedOpenb(folder: string): Promise<void> {
  await bringFiles('openb_node_list_all_node.csv openb_pod_list_default.csv', folder);
  const lists = '--nodes openb_node_list_all_node.csv --pods openb_pod_list_default.csv';
  await keg(`import openb ${lists} -o openb.yaml --recording openb.keg.jsonl --force`, folder);
}

async function keg(line: string, folder: string): Promise<void> {
  const { exitCode, stderr } = await runLine(`kubectl keg ${line}`, folder);
  if (exitCode !== 0) throw new Error(`the stand-in of "${line}" could not be made: ${stderr}`);
}
