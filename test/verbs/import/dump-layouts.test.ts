/** One dump gives one recording: in every layout and encoding that kubectl and jq print, in folders and in archives. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { tar } from '../../../release/tar.ts';
import { zip } from '../../../release/zip.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { node, pod } from '../../core/importers/history/kept-history.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported, ofKind } from './imported.ts';

const STAMP = '2026-03-01T12:00:00Z';
const stamped = (object: Record<string, unknown>): Record<string, unknown> => ({
  ...object,
  metadata: { ...(object.metadata as object), creationTimestamp: STAMP, labels: { commit: '1234e567' } },
});
const NODES = [stamped(node('n'))];
const PODS = ['a', 'b', 'c'].map((name) => stamped(pod(name, { spec: { nodeName: 'n' } })));
const OBJECTS = [...NODES, ...PODS];
const list = (items: readonly unknown[], kind = 'List') => ({ apiVersion: 'v1', kind, items });
const json = (value: unknown) => JSON.stringify(value, null, 4);
/** As kubectl writes it: a commit that no float64 holds has no quotes. */
const yaml = (value: unknown) => stringify(value).replaceAll('"1234e567"', '1234e567');

const LOGS =
  '==== START logs for container main of pod default/a ====\n{"level":"info"}\nstarted [1]\n==== END logs for container main of pod default/a ====\n';

const LAYOUTS: Readonly<Record<string, string>> = {
  'one List': json(list(OBJECTS)),
  'one List on one line': JSON.stringify(list(OBJECTS)),
  'a PodList and a NodeList, one behind the other (>>)': `${json(list(NODES, 'NodeList'))}\n${json(list(PODS, 'PodList'))}\n`,
  'objects one a line (jq -c .items[])': OBJECTS.map((object) => `${JSON.stringify(object)}\n`).join(''),
  'objects one behind the other (-w -o json)': OBJECTS.map((object) => `${json(object)}\n`).join(''),
  'a list without a kind': json(OBJECTS),
  'kubectl cluster-info dump': `${json(list(NODES, 'NodeList'))}\n${json(list(PODS, 'PodList'))}\n${LOGS}`,
  'JSON with commas behind the last items': json(list(OBJECTS)).replaceAll(/([}\]])(\n\s*[}\]])/g, '$1,$2'),
  'JSON documents between separators': OBJECTS.map((object) => `---\n${json(object)}\n`).join(''),
  YAML: yaml(list(OBJECTS)),
  'YAML documents': OBJECTS.map((object) => `${yaml(object)}---\n`).join(''),
  'YAML documents with comments and separators around': `# dump\n---\n${OBJECTS.map(yaml).join('---\n')}...\n---\n# end\n`,
  'YAML with lines that end as on Windows': yaml(list(OBJECTS)).replaceAll('\n', '\r\n'),
  'YAML with an anchor and a merge key': `base: &base {apiVersion: v1, kind: List}\n<<: *base\n${yaml({ items: OBJECTS })}`,
};

const seen = (observations: readonly Observation[]) => observations.filter(({ kind }) => kind !== 'close');

function write(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function read(t: ExecutionContext, content: string | Uint8Array) {
  const folder = temporaryFolder(t);
  return imported(t, [write(folder, 'dump', content)], { output: join(folder, 'out.keg.jsonl') });
}

for (const [name, text] of Object.entries(LAYOUTS)) {
  test(`${name}: the same recording, in UTF-8 and UTF-16`, async (t) => {
    const expected = seen((await read(t, LAYOUTS['one List']!)).observations);
    t.is(ofKind(expected, 'pod-created').length, 3);
    const little = Buffer.from(text, 'utf16le');
    const mark = Buffer.from([0xff, 0xfe]);
    const big = Buffer.concat([mark, little]).swap16();
    for (const content of [text, `\uFEFF${text}`, little, Buffer.concat([mark, little]), big, gzipSync(text)])
      t.deepEqual(seen((await read(t, content)).observations), expected);
  });
}

test('objects of other kinds and lines of logs are counted by what they are', async (t) => {
  const others = ['ConfigMap', 'Secret', 'ConfigMap'].map((kind) => ({ kind, metadata: { name: 'x' } }));
  const { result } = await read(t, `${json(list([...OBJECTS, ...others]))}\n${LOGS}`);
  t.deepEqual(
    result.problems.map(({ message }) => message),
    [
      'left out: 3 objects of kinds that keg does not use (ConfigMap 2, Secret 1)',
      'left out: 4 lines between the objects, such as logs',
    ],
  );
});

/** Folders as tools write them: names of files, and their content. */
const FOLDERS: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>> = {
  'a must-gather': {
    'quay-io-sha256-1/cluster-scoped-resources/core/nodes/n.yaml': yaml(NODES[0]),
    'quay-io-sha256-1/cluster-scoped-resources/config.openshift.io/versions.yaml':
      'kind: ClusterVersion\napiVersion: v1\n',
    'quay-io-sha256-1/namespaces/default/core/pods.yaml': yaml(list(PODS, 'PodList')),
    'quay-io-sha256-1/namespaces/default/pods/a/main/main/logs/current.log': 'started\n',
    'quay-io-sha256-1/version': '4.16\n',
    timestamp: STAMP,
  },
  'a support bundle': {
    'bundle/cluster-resources/nodes.json': json(NODES),
    'bundle/cluster-resources/pods/default.json': json(list(PODS, 'PodList')),
    'bundle/cluster-resources/pods-errors.json': 'null',
    'bundle/cluster-resources/pods/logs/default/a/main.log': 'started\n',
    'bundle/version.yaml': 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\n',
  },
  'kubectl cluster-info dump --output-directory': {
    'nodes.json': json(list(NODES, 'NodeList')),
    'default/pods.json': json(list(PODS, 'PodList')),
    'default/events.json': json(list([], 'EventList')),
    'default/a/logs.txt': 'started\n',
  },
  'files that are compressed one by one': {
    'nodes.json.gz': gzipSync(json(list(NODES))),
    'pods.json.gz': gzipSync(json(list(PODS))),
    'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]),
    'broken.gz': Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
  },
};

for (const [name, files] of Object.entries(FOLDERS)) {
  test(`${name}: the same recording as a folder, as tar, tar.gz and zip`, async (t) => {
    const expected = seen((await read(t, LAYOUTS['one List']!)).observations);
    const folder = temporaryFolder(t);
    for (const [file, content] of Object.entries(files)) write(folder, `in/${file}`, content);
    const archived = Object.entries(files).map(([path, content]) => ({
      path,
      content: Buffer.from(content),
    }));
    const packed = tar(archived);
    const ways = [
      join(folder, 'in'),
      write(folder, 'all.tar', packed),
      write(folder, 'all.tar.gz', gzipSync(packed)),
      write(folder, 'all.zip', zip(archived, 6)),
    ];
    for (const way of ways) {
      const { observations, result } = await imported(t, [way], {
        output: join(folder, 'o.jsonl'),
        force: true,
      });
      t.deepEqual(seen(observations), expected, way);
      t.regex(
        result.problems.map(({ message }) => message).join('\n'),
        /left out: \d+ files? without anything/,
      );
    }
  });
}

test.serial('what was unpacked is removed, also when the import fails', async (t) => {
  const folder = temporaryFolder(t);
  const unpacked = temporaryFolder(t);
  const file = (name: string, value: unknown) => ({ path: name, content: Buffer.from(json(value)) });
  const good = write(folder, 'good.tar', tar([file('nodes.json', list(NODES))]));
  const empty = write(folder, 'empty.tar', tar([file('pods.json', list([], 'PodList'))]));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = unpacked;
  try {
    await imported(t, [good], { output: join(folder, 'o.jsonl') });
    await t.throwsAsync(imported(t, [empty], { output: join(folder, 'o.jsonl'), force: true }));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  t.deepEqual(readdirSync(unpacked), []);
});

test('a recording that is written into the folder itself is no file of it', async (t) => {
  const folder = temporaryFolder(t);
  write(folder, 'nodes.json', json(list(NODES, 'NodeList')));
  const { result } = await imported(t, [folder], { output: join(folder, 'o.keg.jsonl') });
  t.false(result.problems.some(({ code }) => code === 'left-out'));
});

test('a broken file of a folder is said, and the others count', async (t) => {
  const folder = temporaryFolder(t);
  write(folder, 'in/nodes.json', json(list(NODES, 'NodeList')));
  write(folder, 'in/pods.json', json(list(PODS, 'PodList')).slice(0, -20));
  const { result } = await imported(t, [join(folder, 'in')], { output: join(folder, 'o.jsonl') });
  t.is(result.nodes, 1);
  t.like(result.problems[0], { code: 'left-out', position: { file: join(folder, 'in/pods.json') } });
});

test('a list without kinds has the kind that its path says', async (t) => {
  const folder = temporaryFolder(t);
  const replicas = { metadata: { name: 'web', namespace: 'default', uid: 'u' }, spec: { replicas: 2 } };
  write(folder, 'in/cluster-resources/nodes.json', json(NODES));
  write(folder, 'in/cluster-resources/deployments/default.json', json([replicas]));
  write(
    folder,
    'in/cluster-resources/pvcs/default.json',
    json([{ metadata: { name: 'c', uid: 'v' }, spec: {} }]),
  );
  const { observations } = await imported(t, [join(folder, 'in')], { output: join(folder, 'o.jsonl') });
  const kinds = ofKind(observations, 'object-set').map(({ object }) => object.kind);
  t.deepEqual(kinds.sort(), ['Deployment', 'PersistentVolumeClaim']);
});

test('a folder of several formats asks which one, and --from chooses it', async (t) => {
  const folder = temporaryFolder(t);
  const event = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', stage: 'ResponseComplete', verb: 'create' };
  const made = {
    ...event,
    objectRef: { resource: 'pods', name: 'x' },
    stageTimestamp: STAMP,
    responseObject: pod('x'),
  };
  write(folder, 'in/audit_logs/kube-apiserver/m-audit.log.gz', gzipSync(`${JSON.stringify(made)}\n`));
  write(folder, 'in/nodes.json', json(list(NODES, 'NodeList')));
  const output = join(folder, 'o.jsonl');
  const error = await t.throwsAsync(imported(t, [join(folder, 'in')], { output }), { instanceOf: UserError });
  t.regex(error.message, /several formats \(1 file of audit-log, 1 file of dump\)/);
  t.regex(error.next ?? '', /--from audit-log or --from dump/);
  const { result } = await imported(t, [join(folder, 'in')], { output, from: 'audit-log' });
  t.like(result, { from: 'audit-log', pods: 1, nodes: 0 });
});

test('a folder and an archive without anything to import are refused', async (t) => {
  const folder = temporaryFolder(t);
  write(folder, 'in/notes.txt', 'nothing\n');
  const empty = write(folder, 'in.tar', tar([{ path: 'notes.txt', content: Buffer.from('nothing\n') }]));
  const cut = write(folder, 'cut.zip', zip([{ path: 'a', content: Buffer.from('a') }], 6).subarray(0, 40));
  for (const path of [join(folder, 'in'), empty])
    await t.throwsAsync(imported(t, [path]), { instanceOf: UserError, message: /holds no file that import/ });
  await t.throwsAsync(imported(t, [cut]), { instanceOf: UserError, message: /cut short/ });
});

testWithShared('the reported dumps are read', async (t) => {
  const counts: Readonly<Record<string, object>> = {
    '01-sha-label.yaml': { pods: 1, nodes: 1, bound: 1 },
    '02-utf16.json': { nodes: 1, pods: 1 },
    '02-utf16.yaml': { nodes: 1, pods: 1 },
    '03-appended.json': { nodes: 1, pods: 1 },
    '03-cluster-info-dump.txt': { nodes: 1, pods: 1 },
    '04-jq-c.json': { nodes: 1, pods: 2 },
    '04-watch.json': { nodes: 0 },
    '36-kss-export.json': { nodes: 1, pods: 1, from: 'simulator' },
  };
  for (const [name, expected] of Object.entries(counts))
    t.like((await imported(t, [sharedPath(`cases/reports/${name}`)])).result, expected, name);
});

test('a file of a folder that cannot be read is named', async (t) => {
  const folder = temporaryFolder(t);
  write(folder, 'in/pods.json', json(list(OBJECTS)));
  const damaged = Buffer.from(gzipSync('damaged'));
  damaged.fill(0xff, 10, 16);
  write(folder, 'in/nodes.json.gz', damaged);
  const { result } = await imported(t, [join(folder, 'in')], { output: join(folder, 'out.keg.jsonl') });
  const named = result.problems.filter(({ position }) => position?.file.endsWith('nodes.json.gz'));
  t.deepEqual(
    named.map(({ message }) => message),
    ['left out: this file, because the gzip file is damaged'],
  );
});
