/** What a file is, told from its beginning. */
import test from 'ava';
import { detectSource } from '../../../src/core/importers/detect-source.ts';

const cases: readonly [string, string, string | undefined][] = [
  ['{"apiVersion":"v1","items":[{"kind":"Pod"}],"kind":"List"}', 'now.json', 'dump'],
  ['{\n    "apiVersion": "v1",\n    "items": [\n', 'now.json', 'dump'],
  ['[{"kind":"Pod","apiVersion":"v1"}]', 'now.json', 'dump'],
  ['apiVersion: v1\nitems:\n- kind: Pod\n', 'now.yaml', 'dump'],
  ['{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata"}\n{"kind"', 'audit.log', 'audit-log'],
  ['{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[]}', 'audit.log', 'audit-log'],
  [
    '{"time":"2025-01-01T00:00:00.1Z","event":"Add","resource":{"kind":"Pod"}}\n',
    'record.jsonl',
    'sched-recorder',
  ],
  ['kind: Node\n---\napiVersion: action.kwok.x-k8s.io/v1alpha1\nkind: ResourcePatch\n', 'r.yaml', 'kwok'],
  ['kind: Node\nmetadata:\n  creationTimestamp: $(time-offset-nanosecond -1)\n', 'r.yaml', 'kwok'],
  ['{"version": 2, "config": {"trackedObjects": {}}, "events": []}', 'trace.json', 'simkube'],
  ['\u0001', 'x', undefined],
  ['timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req\n', 'event_history.csv', 'keg-go'],
  ['timestamp,cpu\n', 'results/n_allocation_history.csv', 'keg-go'],
  ['{\n "run_id": "x",\n "cluster_snapshots": [', 'audit-log-x.json', 'karpenter'],
  ['{"apiVersion":"keg.dev/v1alpha1","kind":"Recording","source":{}}\n', 'x.keg.jsonl', 'recording'],
  ['a,b\n1,2\n', 'x.csv', undefined],
  ['', 'empty', undefined],
];

for (const [text, file, kind] of cases) {
  test(`${JSON.stringify(text.slice(0, 60))} in ${file} is ${kind ?? 'none of them'}`, (t) => {
    t.is(detectSource(new TextEncoder().encode(text), file), kind as ReturnType<typeof detectSource>);
  });
}

test('a MessagePack map is a SimKube trace', (t) => {
  t.is(detectSource(Uint8Array.from([0x85, 0xa7]), 'x.sktrace'), 'simkube');
});

test('a byte order mark changes nothing', (t) => {
  t.is(detectSource(new TextEncoder().encode('\uFEFF{"kind":"PodList","items":[]}'), 'x'), 'dump');
});
