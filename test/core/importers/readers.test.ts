/** Every import format opens a reader that takes its pieces. */
import test from 'ava';
import type { ReadContext } from '../../../src/core/importers/import-format.ts';
import { IMPORT_FORMATS } from '../../../src/core/importers/import-formats.ts';
import { keptHistory, pod } from './history/kept-history.ts';

const STAMP = '2025-01-01T00:00:00Z';
const bytes = (text: string) => new TextEncoder().encode(text);

/** The smallest input of each format in which one pod is created. */
const INPUTS: Readonly<Record<string, unknown>> = {
  dump: bytes(JSON.stringify(pod('a', { metadata: { creationTimestamp: STAMP } }))),
  'audit-log': {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    verb: 'create',
    objectRef: { resource: 'pods', name: 'a' },
    stageTimestamp: STAMP,
    responseObject: pod('a'),
  },
  'sched-recorder': { time: STAMP, event: 'Add', resource: pod('a') },
  kwok: pod('a'),
  simkube: bytes(
    JSON.stringify({
      events: [{ ts: 1, applied_objs: [{ apiVersion: 'v1', ...pod('a') }] }],
    }),
  ),
  'keg-go': bytes(
    `timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req\n${STAMP},a,,Pending,add,1,1Gi\n`,
  ),
  simulator: bytes(JSON.stringify({ pods: [pod('a', { metadata: { creationTimestamp: STAMP } })] })),
  watch: bytes(
    JSON.stringify({ type: 'ADDED', object: pod('a', { metadata: { creationTimestamp: STAMP } }) }),
  ),
  karpenter: bytes(JSON.stringify({ cluster_snapshots: [{ timestamp: STAMP, pods: [pod('a')] }] })),
};

for (const { name, reading } of IMPORT_FORMATS) {
  test(`the reader of ${name} reports a pod`, async (t) => {
    const { history, observations } = keptHistory();
    const context: ReadContext = { moment: undefined, isWithHistory: false, ownerOf: new Map() };
    if (reading.by === 'whole-files') {
      const reader = await reading.open(history, context);
      reader.take({ file: 'x', bytes: INPUTS[name] as Uint8Array });
      reader.end();
    } else {
      const reader = await reading.open(history, context);
      reader.take(INPUTS[name], { file: 'x', line: 1 });
      reader.end();
    }
    t.true(observations().some(({ kind }) => kind === 'pod-created'));
  });
}
