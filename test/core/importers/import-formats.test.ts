/** The list of import formats: each file belongs to the first format that recognises it. */
import test from 'ava';
import { fileHead } from '../../../src/core/importers/file-kinds/file-head.ts';
import { formatNamed, formatOfAll, importFormatNames } from '../../../src/core/importers/find-format.ts';
import { IMPORT_FORMATS } from '../../../src/core/importers/import-formats.ts';

const headOf = (text: string, file: string) => fileHead(new TextEncoder().encode(text), file);
const formatOf = (text: string, file: string) => formatOfAll([headOf(text, file)], IMPORT_FORMATS).name;

const cases: readonly [string, string, string][] = [
  ['{"apiVersion":"v1","items":[{"kind":"Pod"}],"kind":"List"}', 'now.json', 'dump'],
  ['{\n    "apiVersion": "v1",\n    "items": [\n', 'now.json', 'dump'],
  ['{"kind":"PodList","apiVersion":"v1","metadata":{},"items":null}', 'none.json', 'dump'],
  ['{"kind":"Pod","apiVersion":"v1"}', 'pod.json', 'dump'],
  ['[{"kind":"Pod","apiVersion":"v1"}]', 'now.json', 'dump'],
  ['apiVersion: v1\nitems:\n- kind: Pod\n', 'now.yaml', 'dump'],
  ['apiVersion: v1\nkind: Namespace\n---\napiVersion: v1\nkind: Pod\n', 'pods.yaml', 'dump'],
  ['\uFEFF{"kind":"PodList","items":[]}', 'now.json', 'dump'],
  ['{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata"}\n{"kind"', 'audit.log', 'audit-log'],
  ['{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[]}', 'audit.log', 'audit-log'],
  [
    '{"time":"2025-01-01T00:00:00.1Z","event":"Add","resource":{"kind":"Pod"}}\n',
    'r.jsonl',
    'sched-recorder',
  ],
  ['kind: Node\n---\napiVersion: action.kwok.x-k8s.io/v1alpha1\nkind: ResourcePatch\n', 'r.yaml', 'kwok'],
  ['kind: Node\nmetadata:\n  creationTimestamp: $(time-offset-nanosecond -1)\n', 'r.yaml', 'kwok'],
  ['{"version": 2, "config": {"trackedObjects": {}}, "events": []}', 'trace.json', 'simkube'],
  ['timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req\n', 'event_history.csv', 'keg-go'],
  ['timestamp,cpu\n', 'results/n_allocation_history.csv', 'keg-go'],
  ['{\n "run_id": "x",\n "cluster_snapshots": [', 'audit-log-x.json', 'karpenter'],
];

for (const [text, file, name] of cases) {
  test(`${JSON.stringify(text.slice(0, 50))} in ${file} is of the format ${name}`, (t) => {
    t.is(formatOf(text, file), name);
  });
}

test('a MessagePack map is a SimKube trace', (t) => {
  t.is(formatOfAll([fileHead(Uint8Array.from([0x85, 0xa7]), 'x.sktrace')], IMPORT_FORMATS).name, 'simkube');
});

test('a file of no known format is refused with its kind and the list of formats', (t) => {
  const error = t.throws(() => formatOf('a,b\n1,2\n', 'x.csv'), { message: /^this is CSV, not a file/ });
  for (const name of importFormatNames(IMPORT_FORMATS)) t.true(JSON.stringify(error).includes(name), name);
});

test('a recording is refused with the commands that read it', (t) => {
  const header = '{"apiVersion":"keg.dev/v1alpha1","kind":"Recording","source":{}}\n';
  t.like(
    t.throws(() => formatOf(header, 'x.keg.jsonl')),
    {
      message: 'x.keg.jsonl is a recording already',
      next: 'print it with kubectl keg report, or play it with kubectl keg replay',
    },
  );
});

test('files of several formats are refused by name', (t) => {
  const heads = [headOf(cases[0]![0], 'now.json'), headOf(cases[8]![0], 'audit.log')];
  t.throws(() => formatOfAll(heads, IMPORT_FORMATS), {
    message: 'the files are of several formats (now.json: dump, audit.log: audit-log)',
  });
});

test('a format is found by its name, and a misspelt name is corrected', (t) => {
  for (const format of IMPORT_FORMATS) t.is(formatNamed(format.name, IMPORT_FORMATS), format);
  t.like(
    t.throws(() => formatNamed('simkub', IMPORT_FORMATS)),
    {
      message: '--from simkub is no format (did you mean "simkube"?)',
      next: `expected one of ${importFormatNames(IMPORT_FORMATS).join(', ')}`,
    },
  );
});

test('no two formats share a name', (t) => {
  const names = importFormatNames(IMPORT_FORMATS);
  t.deepEqual([...new Set(names)], names);
});
