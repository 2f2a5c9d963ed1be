/** Dumps of real clusters as recordings: the requests on their nodes are exact, and secrets stay behind. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { createMeasurement, type Measurement } from '../../../src/core/measure/measurement.ts';
import { readRecordingFile } from '../../../src/storage/recording-file.ts';
import { sharedPath, sharedText, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported, ofKind } from './imported.ts';

interface ExpectedCluster {
  readonly label: string;
  readonly pods: number;
  readonly nodes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

function filesOf(label: string, ...folders: readonly string[]): string[] {
  const folder = sharedPath(`data/${label}`);
  return [
    join(folder, 'nodes.json'),
    ...folders.flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file))),
  ];
}

async function measured(path: string) {
  let measurement: Measurement | undefined;
  await readRecordingFile(path, {
    header(header) {
      measurement = createMeasurement(header);
    },
    observe: (observation) => measurement?.observe(observation),
  });
  return measurement!.finish();
}

const clusters = (): ExpectedCluster[] => JSON.parse(sharedText('data/expected_node_requests.json'));

testWithShared('the report of a dump has the independently counted requests of every node', async (t) => {
  for (const { label, pods, nodes } of clusters()) {
    const { output, result } = await imported(t, filesOf(label, 'pods', 'events'));
    t.is(result.pods, pods);
    const figures = await measured(output);
    t.is(figures.nodes.length, Object.keys(nodes).length);
    for (const { node, resources } of figures.nodes) {
      const expected = nodes[node]!;
      t.is(resources.cpu?.requested.mean, expected.req_cpu_milli, `${label} ${node}`);
      t.is(resources.memory?.requested.mean, expected.req_memory_bytes, `${label} ${node}`);
      t.is(resources.pods?.requested.mean, expected.pods_non_terminated, `${label} ${node}`);
      t.is(resources.cpu?.allocatable.mean, expected.alloc_cpu_milli, `${label} ${node}`);
      t.is(resources.memory?.allocatable.mean, expected.alloc_memory_bytes, `${label} ${node}`);
      t.is(resources.pods?.allocatable.mean, expected.alloc_pods, `${label} ${node}`);
    }
  }
});

testWithShared('one List, many lists, YAML and gzip give the same recording', async (t) => {
  const folder = temporaryFolder(t);
  const files = filesOf('k8s-k3s', 'pods', 'events');
  const items = files.flatMap(
    (file) => (JSON.parse(readFileSync(file, 'utf8')) as { items?: unknown[] }).items ?? [],
  );
  const list = { apiVersion: 'v1', kind: 'List', items };
  const written = (name: string, text: string | Uint8Array): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const { gzipSync } = await import('node:zlib');
  const ways = [
    [written('list.json', JSON.stringify(list, null, 4))],
    [written('list.yaml', stringify(list))],
    [written('list.json.gz', gzipSync(JSON.stringify(list)))],
    [written('documents.yaml', items.map((item) => stringify(item)).join('---\n'))],
  ];
  const { observations } = await imported(t, files);
  for (const way of ways) t.deepEqual((await imported(t, way)).observations, observations, way[0]);
});

/** Env, args, commands and annotations: everything that could be a secret. */
function secretsOf(value: unknown, secrets = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const each of value as unknown[]) secretsOf(each, secrets);
  else if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of Object.entries(value)) {
      if (['env', 'args', 'command', 'annotations', 'imageID'].includes(field)) textsOf(inner, secrets);
      else secretsOf(inner, secrets);
    }
  }
  return secrets;
}

function textsOf(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value as object)) textsOf(inner, texts);
}

/** Long enough to be a secret: "true", "100m", "primary" and names of fields occur everywhere. */
function isLongEnough(secret: string): boolean {
  return secret.length >= 12 && !/^\/|^[a-z-]+$|^metadata\.name$/.test(secret);
}

testWithShared('the recording of a dump has no env value, argument, command or annotation', async (t) => {
  for (const { label } of clusters()) await checkSecrets(t, filesOf(label, 'pods', 'events'));
  const samples = readdirSync(sharedPath('data/k8s-troubleshoot-samples/pods'));
  await checkSecrets(
    t,
    samples.map((name) => sharedPath(`data/k8s-troubleshoot-samples/pods/${name}`)),
  );
});

async function checkSecrets(t: ExecutionContext, files: readonly string[]): Promise<void> {
  const { output } = await imported(t, files, { redaction: { names: 'kept', keep: ['labels'] } });
  const written = readFileSync(output, 'utf8');
  const secrets = new Set<string>();
  for (const file of files) secretsOf(JSON.parse(readFileSync(file, 'utf8')), secrets);
  const secretTexts = [...secrets].filter(isLongEnough);
  t.true(secretTexts.length > 0);
  t.deepEqual(
    secretTexts.filter((secret) => written.includes(JSON.stringify(secret).slice(1, -1))),
    [],
  );
}

testWithShared(
  'with a salt, the recording has no name of a pod, owner or node, and equal requests',
  async (t) => {
    const [{ label }] = clusters() as [ExpectedCluster];
    const plain = await imported(t, filesOf(label, 'pods'));
    const hidden = await imported(t, filesOf(label, 'pods'), { redaction: { names: { salt: 'x' } } });
    const written = readFileSync(hidden.output, 'utf8').split('\n').slice(1).join('\n');
    const names = new Set([
      ...ofKind(plain.observations, 'pod-created').flatMap(({ name, owners = [] }) => [
        name,
        ...owners.map((owner) => owner.name),
      ]),
      ...ofKind(plain.observations, 'node-added').map(({ name }) => name),
    ]);
    t.deepEqual(
      [...names].filter((name) => written.includes(`"${name}"`)),
      [],
    );
    const requested = async (path: string) => (await measured(path)).cluster.resources.cpu?.requested.mean;
    t.is(await requested(hidden.output), await requested(plain.output));
  },
);

test('a dump without a stamp is refused with the flag that states the moment', async (t) => {
  const file = join(temporaryFolder(t), 'dump.json');
  writeFileSync(
    file,
    JSON.stringify({ kind: 'PodList', items: [{ metadata: { name: 'a' }, spec: { containers: [{}] } }] }),
  );
  await t.throwsAsync(imported(t, [file]), { message: /when was it taken/ });
  const { result } = await imported(t, [file], { moment: 1_000_000 });
  t.is(result.start, '1970-01-01T00:00:01.000000000Z');
});
