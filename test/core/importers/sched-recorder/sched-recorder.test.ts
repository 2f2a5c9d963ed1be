/** Reading recordings of kube-scheduler-simulator's sched-recorder. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { readSchedRecorder } from '../../../../src/core/importers/sched-recorder/sched-recorder.ts';
import { readJsonLines } from '../../../../src/core/importers/text/json-lines.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const record = (second: number, event: string, resource: unknown): string =>
  JSON.stringify({ time: `2025-01-01T00:00:${String(second).padStart(2, '0')}.250000000Z`, event, resource });
const named = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' } });

function read(text: string, pieces = 1) {
  const { history, observations } = keptHistory();
  const lines = readJsonLines(readSchedRecorder(history), 'record.jsonl');
  const size = Math.ceil(text.length / pieces);
  for (let from = 0; from < text.length; from += size) lines.read(text.slice(from, from + size));
  lines.end();
  return observations();
}

const LIFE = [
  record(1, 'Add', { kind: 'Namespace', metadata: { name: 'default' } }),
  record(1, 'Add', node('n')),
  record(2, 'Add', pod('a')),
  record(3, 'Update', pod('a', { spec: { nodeName: 'n' } })),
  record(4, 'Update', pod('a', { spec: { nodeName: 'n' }, status: { phase: 'Running' } })),
  record(9, 'Delete', named('a')),
];

test('adds, updates and deletes become steps at their times', (t) => {
  t.deepEqual(steps(read(LIFE.join('\n'))), [
    [0, 'node-added'],
    [1, 'pod-created'],
    [2, 'pod-bound'],
    [3, 'pod-started'],
    [8, 'pod-deleted'],
    [8, 'close'],
  ]);
});

test('a deletion, which contains only a name, ends the pod with that name', (t) => {
  const again = [
    ...LIFE,
    record(10, 'Add', pod('a', { metadata: { uid: 'second' } })),
    record(12, 'Delete', named('a')),
  ];
  t.deepEqual(
    read(again.join('\n')).flatMap((each) => (each.kind === 'pod-deleted' ? each.uid : [])),
    ['uid-a', 'second'],
  );
});

test('a pod with another uid ends the one before, even without a recorded deletion', (t) => {
  const lost = [record(1, 'Add', pod('a')), record(2, 'Add', pod('a', { metadata: { uid: 'second' } }))];
  t.deepEqual(steps(read(lost.join('\n'))), [
    [0, 'pod-created'],
    [1, 'pod-deleted'],
    [1, 'pod-created'],
    [1, 'close'],
  ]);
});

test('pieces of any size give the same observations', (t) => {
  const text = `${LIFE.join('\n')}\n`;
  for (const pieces of [2, 7, 50, text.length]) t.deepEqual(read(text, pieces), read(text));
});

test('a last line that is cut short is left out; any other is refused with its line', (t) => {
  const whole = LIFE.join('\n');
  t.is(read(whole.slice(0, -5)).length, 5);
  const broken = t.throws(() => read(`${LIFE[0]}\n{"time":\n${LIFE[1]}`), { instanceOf: UserError });
  t.like(broken?.position, { file: 'record.jsonl', line: 2 });
  t.like(t.throws(() => read('{"a":1}\n'), { instanceOf: UserError })?.position, { line: 1 });
});

test('a pod that is older than the recording has its age', (t) => {
  const old = record(5, 'Add', pod('a', { metadata: { creationTimestamp: '2024-12-31T23:00:00Z' } }));
  t.like(read(old)[0], { kind: 'pod-created', age: 3_605_250_000 });
});
