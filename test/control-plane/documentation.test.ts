/** Runs the commands of the documentation that need a cluster, page by page, on a real control plane. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse, stringify } from 'yaml';
import { EXECUTABLE } from '../cli/run-keg.ts';
import { bringFiles, prepare } from '../documentation/page-folder.ts';
import { documentationPages, type Page, ROOT } from '../documentation/pages.ts';
import { KUBECONFIG, runLine } from '../documentation/run-line.ts';
import { placed } from '../documentation/where-commands-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { buildPrograms } from './cluster/build.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kwokNode, pod } from './workload.ts';

let cluster: ControlPlane;
const ran = new Set<string>();
const pages = documentationPages().filter((page) => commandsOf(page).length > 0);

test.before(async () => {
  const { kubectl } = await buildPrograms(() => {});
  process.env.PATH = [dirname(kubectl), process.env.PATH].join(delimiter);
  const ready = await clusterOfFile({ noLimits: true });
  cluster = ready.cluster;
  for (const name of ['team-a', 'team-b']) await ready.api.post('/api/v1/namespaces', { metadata: { name } });
  // A reader's cluster has pods, and all commands of the documentation may meet them.
  await ready.api.post('/api/v1/nodes', kwokNode('reader'));
  for (const name of ['web-0', 'web-1', 'web-2'])
    await ready.api.post('/api/v1/namespaces/default/pods', pod(name));
  // The user of an example is somebody who may look.
  await ready.api.post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: 'jane' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
  });
});

for (const page of pages) {
  test.serial(`the commands of ${page.name} run on a cluster`, async (t) => {
    let folder = pageFolder(t);
    for (const command of commandsOf(page)) {
      // The same command on two pages runs once. What an earlier command has written, a later one of the page does not replace.
      if (ran.has(command)) continue;
      ran.add(command);
      if (writes(command).some((file) => existsSync(join(folder, file)))) folder = pageFolder(t);
      const line = onThisCluster(command);
      if (command.includes('--resume')) await crashedRecording(folder);
      else await bringFiles(line, folder);
      const { exitCode, stderr } = await runLine(line, folder);
      const allowed = command.includes('--max-lag') ? [0, 1] : [0];
      t.true(allowed.includes(exitCode), `${command} ended with ${exitCode}\n${stderr}`);
    }
    t.pass();
  });
}

test.after('the commands are counted', (t) => {
  t.log(`${ran.size} different commands of the documentation run on a control plane`);
});

function commandsOf({ shown }: Page): readonly string[] {
  const all = shown.flatMap((item) => (item.kind === 'command' ? placed(item.text) : []));
  return all.filter(({ place }) => place === 'control plane').map(({ command }) => command);
}

/** The demo lasts one minute of its day, so that it plays in seconds also at 1x. */
function pageFolder(t: ExecutionContext): string {
  const folder = temporaryFolder(t);
  prepare(folder);
  rmSync(join(folder, 'fixtures'));
  cpSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'), { recursive: true });
  const demo = join(folder, 'fixtures', 'gpu-day.yaml');
  const { events, ...scenario } = parse(readFileSync(demo, 'utf8')) as { events: { pods: object[] } };
  const pods = events.pods.map((entry) => ({ ...entry, until: '1m' }));
  writeFileSync(demo, stringify({ ...scenario, duration: '1m', events: { pods } }));
  const kubeconfig = parse(readFileSync(cluster.kubeconfig, 'utf8')) as { contexts: { name: string }[] };
  const contexts = [...kubeconfig.contexts, { ...kubeconfig.contexts[0]!, name: 'kwok-demo' }];
  writeFileSync(join(folder, KUBECONFIG), stringify({ ...kubeconfig, contexts }));
  return folder;
}

/** What differs here from a reader's cluster: the address of the metrics, and how long a recording lasts. */
function onThisCluster(command: string): string {
  const here = command
    .replace('https://127.0.0.1:10259/metrics', cluster.metrics('kube-scheduler'))
    .replace(/--duration \S+|--until \S+|--rotate \S+/, (flag) =>
      flag.startsWith('--rotate') ? `${flag} --duration 2s` : '--duration 2s',
    );
  return / record (?!.*--duration)/.test(here) ? `${here} --duration 2s` : here;
}

function writes(command: string): readonly string[] {
  const file = /(?:-o|>) (\S+\.\S+)/.exec(command)?.[1];
  return file === undefined ? [] : [file, file.replace(/\.yaml$/, '.keg.jsonl.gz')];
}

/** A recording as `kill -9` leaves it, with the salt of its pseudonyms. */
async function crashedRecording(folder: string): Promise<void> {
  const record = `"${process.execPath}" "${EXECUTABLE}" record -o prod.keg.jsonl.gz -A --no-fit --force 2> .crashed`;
  await runLine(
    `rm -f prod.*; ${record} & until [ -s prod.keg.jsonl.gz ]; do sleep 0.1; done; kill -9 $!`,
    folder,
  );
}
