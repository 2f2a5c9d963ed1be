/** Importing files: they become one recording, or nothing is written. */

import { once } from 'node:events';
import { createWriteStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { pod } from '../../core/importers/history/kept-history.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported, ofKind } from './imported.ts';

const record = (second: number, event: string, resource: unknown): string =>
  `${JSON.stringify({ time: new Date(1.7e12 + second * 1000).toISOString(), event, resource })}\n`;

test('the format of a file is recognised and stated in the header', async (t) => {
  const file = join(temporaryFolder(t), 'record.jsonl');
  writeFileSync(file, record(0, 'Add', pod('a')));
  const { header, result } = await imported(t, [file]);
  t.is(result.from, 'sched-recorder');
  t.like(header, {
    kind: 'Recording',
    name: 'imported',
    source: { kind: 'import', from: 'sched-recorder' },
    start: '2023-11-14T22:13:20.000000000Z',
  });
  t.deepEqual(header.clock, { kind: 'stamps', resolution: '1us', stamps: '1s' });
  t.regex(header.redaction, /env, args/);
});

test('several files, gzip or not, become one recording', async (t) => {
  const folder = temporaryFolder(t);
  const [one, two] = [join(folder, 'audit-1'), join(folder, 'audit-2.gz')];
  writeFileSync(one, record(0, 'Add', pod('a')));
  writeFileSync(
    two,
    gzipSync(record(5, 'Delete', { kind: 'Pod', metadata: { name: 'a', namespace: 'default' } })),
  );
  const { observations } = await imported(t, [one, two]);
  t.deepEqual(
    observations.map(({ at, kind }) => [at / 1e6, kind]),
    [
      [0, 'template'],
      [0, 'pod-created'],
      [5, 'pod-deleted'],
      [5, 'close'],
    ],
  );
});

test('a file that cannot be imported is refused, and nothing is written', async (t) => {
  const folder = temporaryFolder(t);
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const sched = written('record.jsonl', record(0, 'Add', pod('a')));
  const refusals: readonly [readonly string[], RegExp][] = [
    [[join(folder, 'none')], /there is no file/],
    [[folder], /of several formats/],
    [[written('empty', '')], /this is an empty file/],
    [[written('table.csv', 'a,b\n1,2\n')], /this is CSV, not a file that import recognises/],
    [
      [written('x.keg.jsonl', '{"apiVersion":"keg.dev/v1alpha1","kind":"Recording"}\n')],
      /is a recording already/,
    ],
    [
      [sched, written('dump.json', JSON.stringify({ kind: 'List', items: [pod('a')] }))],
      /of several formats/,
    ],
    [[written('broken.json', '{"kind":"List","items":[')], /this is not JSON/],
    [
      [written('broken.jsonl', `${record(0, 'Add', pod('a'))}{"time":\n${record(1, 'Add', pod('b'))}`)],
      /this line is not JSON/,
    ],
    [[written('broken.yaml', 'kind: List\nitems: [\n')], /./],
    [
      [written('nothing.jsonl', record(0, 'Add', { kind: 'Namespace', metadata: { name: 'a' } }))],
      /contains no pods and no nodes/,
    ],
  ];
  const output = join(folder, 'out', 'imported.keg.jsonl');
  for (const [files, message] of refusals) {
    const error = await t.throwsAsync(imported(t, files), { instanceOf: UserError, message }, files.join());
    t.is(error?.exitCode, 2);
  }
  t.false(existsSync(output));
  t.deepEqual(
    readdirSync(folder).filter((name) => name.includes('partial')),
    [],
  );
});

test('an existing recording is replaced only with --force', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'record.jsonl');
  const output = join(folder, 'imported.keg.jsonl');
  writeFileSync(file, record(0, 'Add', pod('a')));
  writeFileSync(output, 'precious');
  await t.throwsAsync(imported(t, [file], { output }), { instanceOf: UserError });
  t.is(readFileSync(output, 'utf8'), 'precious');
  await imported(t, [file], { output, force: true });
  t.not(readFileSync(output, 'utf8'), 'precious');
  await t.throwsAsync(imported(t, [file], { output: file, force: true }), {
    message: /is an input of this command/,
  });
});

test('--from overrides the recognised format', async (t) => {
  const file = join(temporaryFolder(t), 'x');
  writeFileSync(file, `\n${record(0, 'Add', pod('a'))}`);
  t.is((await imported(t, [file], { from: 'sched-recorder' })).result.pods, 1);
});

test('KWOK recordings are read document by document', async (t) => {
  const file = join(temporaryFolder(t), 'recording.yaml');
  writeFileSync(
    file,
    `apiVersion: v1
kind: Pod
metadata: {name: a, namespace: default, uid: a, creationTimestamp: $(time-offset-nanosecond -5000000000)}
spec: {containers: [{name: main}]}
---
# nothing
---
apiVersion: action.kwok.x-k8s.io/v1alpha1
kind: ResourcePatch
resource: {version: v1, resource: pods}
target: {name: a, namespace: default}
durationNanosecond: 1500000000
method: patch
template: {spec: {nodeName: n}}
`,
  );
  const { observations, result } = await imported(t, [file]);
  t.is(result.from, 'kwok');
  t.like(ofKind(observations, 'pod-created')[0], { age: 5_000_000 });
  t.like(ofKind(observations, 'pod-bound')[0], { at: 1_500_000, node: 'n' });
});

test('the memory for a long file grows with the pods that are alive, not with its length', async (t) => {
  const file = join(temporaryFolder(t), 'long.jsonl');
  const stream = createWriteStream(file);
  const padding = 'x'.repeat(2000);
  for (let index = 0; index < 30_000; index += 1) {
    const body = pod(`p${index}`, { metadata: { annotations: { padding } } });
    const lines =
      record(index, 'Add', body) +
      record(index + 50, 'Delete', { kind: 'Pod', metadata: { name: `p${index}`, namespace: 'default' } });
    if (!stream.write(lines)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const { result } = await imported(t, [file]);
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  t.is(result.pods, 30_000);
  t.log(`70 MB of records: ${Math.round(grown)} MB more`);
  t.true(grown < 250);
});
