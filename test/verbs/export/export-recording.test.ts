/** Exports a recording in every format, and reads each file with the importer of that tool. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { EXPORT_FORMATS } from '../../../src/core/exporters/export-formats.ts';
import { exportRecording } from '../../../src/verbs/export/export-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type Imported, imported, ofKind } from '../import/imported.ts';

const HEADER = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'cluster' },
  start: '2026-03-01T12:00:00.000000000Z',
  tool: { name: 'test', version: '0' },
  clock: { kind: 'monotonic', resolution: '1us' },
  redaction: 'none',
};
const SPEC = { containers: [{ name: 'main', image: 'x', resources: { requests: { cpu: '1' } } }] };
const POD = { kind: 'pod-created', template: 't', namespace: 'shop' };
const LINES = [
  HEADER,
  { at: 0, kind: 'node-added', uid: 'n', name: 'a', labels: { zone: 'z' }, allocatable: { cpu: '4' } },
  { at: 0, kind: 'template', hash: 't', template: { metadata: { labels: { app: 'web' } }, spec: SPEC } },
  { at: 1_500_000, ...POD, uid: '1', name: 'ends' },
  { at: 1_600_000, kind: 'pod-bound', uid: '1', node: 'a' },
  { at: 2_000_000, ...POD, uid: '2', name: 'stays', labels: { own: 'yes' } },
  { at: 3_000_000, kind: 'node-changed', uid: 'n', unschedulable: true },
  { at: 4_250_001, kind: 'pod-finished', uid: '1', phase: 'Succeeded' },
  { at: 5_000_000, kind: 'pod-deleted', uid: '1' },
  { at: 6_000_000, kind: 'close' },
];

async function exported(t: ExecutionContext, to: string): Promise<Imported> {
  const folder = temporaryFolder(t);
  const file = join(folder, 'day.keg.jsonl');
  writeFileSync(file, LINES.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const output = join(folder, `day.${to}`);
  const { pods, nodes } = await exportRecording({ file, to, output, force: false });
  t.deepEqual({ pods, nodes }, { pods: 2, nodes: 1 });
  return imported(t, [output], { moment: 1_772_366_400_000_000 });
}

test('every format is read again, with the pods that are there at the end', async (t) => {
  for (const { name } of EXPORT_FORMATS) {
    const { observations } = await exported(t, name);
    const gone = new Set(ofKind(observations, 'pod-deleted').map(({ uid }) => uid));
    const left = ofKind(observations, 'pod-created').filter(({ uid }) => !gone.has(uid));
    t.deepEqual(
      left.map((pod) => `${pod.namespace}/${pod.name}`),
      ['shop/stays'],
      name,
    );
    t.is(ofKind(observations, 'node-added').length, name === 'simkube' ? 0 : 1, name);
  }
});

test('JSON Lines for the simulator and patches for KWOK keep the microseconds and the labels', async (t) => {
  for (const format of ['simulator', 'kwok']) {
    const { observations, header } = await exported(t, format);
    t.deepEqual(
      ofKind(observations, 'pod-created').map(({ at, name }) => [at, name]),
      [
        [1_500_000, 'ends'],
        [2_000_000, 'stays'],
      ],
      format,
    );
    t.deepEqual(ofKind(observations, 'pod-created')[1]?.labels, { app: 'web', own: 'yes' });
    t.deepEqual(
      ofKind(observations, 'pod-deleted').map(({ at }) => at),
      [4_250_001],
    );
    t.is(ofKind(observations, 'pod-bound').length, 0, 'the other tool decides about the node');
    t.is(ofKind(observations, 'node-changed')[0]?.unschedulable, true);
    if (format === 'simulator') t.regex(header.start, /^2026-03-01T12:00:00/);
  }
});

test('a recording without pods is refused, and nothing is written', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'empty.keg.jsonl');
  writeFileSync(file, `${JSON.stringify(HEADER)}\n`);
  const request = { file, to: 'kwok', output: join(folder, 'out.yaml'), force: false };
  await t.throwsAsync(exportRecording(request), { message: /contains no pods/ });
  await t.throwsAsync(exportRecording({ ...request, file: join(folder, 'out.yaml') }));
});
