/** Reading the files of a dump, JSON or YAML. */
import test from 'ava';
import { readDump } from '../../../../src/core/importers/dump/read-dump.ts';
import type { PodOwner } from '../../../../src/core/recording/pod-observation.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const CREATED = '2025-01-01T00:00:00Z';
const stamped = (name: string, more = {}) =>
  pod(name, { metadata: { creationTimestamp: CREATED, resourceVersion: '5', ...more } });

function read(texts: readonly string[], options: { moment?: number; isWithHistory?: boolean } = {}) {
  const { history, observations, start } = keptHistory();
  const ownerOf = new Map<string, PodOwner>();
  const reader = readDump(history, { moment: undefined, isWithHistory: false, ownerOf, ...options });
  for (const [index, text] of texts.entries())
    reader.take({ file: `dump-${index}`, bytes: new TextEncoder().encode(text) });
  const problems = reader.end();
  return { observations: observations(), problems, start: start(), ownerOf };
}

test('a dump in JSON is read at its latest stamp', (t) => {
  const { observations, start, problems } = read([JSON.stringify({ items: [stamped('a'), node('n')] })]);
  t.is(start, Date.parse(CREATED) * 1000);
  t.deepEqual(steps(observations), [
    [0, 'node-added'],
    [0, 'pod-created'],
    [1, 'close'],
  ]);
  t.deepEqual(problems, []);
});

test('a JSON list and JSON after blank lines are read', (t) => {
  t.is(read([`\n  ${JSON.stringify([stamped('a'), stamped('b')])}`]).observations.length, 3);
});

test('every document of a dump in YAML is read', (t) => {
  const document = (name: string) =>
    `kind: Pod\nmetadata: {name: ${name}, creationTimestamp: "${CREATED}"}\nspec: {containers: [{name: c}]}\n`;
  t.deepEqual(
    read([`${document('a')}---\n${document('b')}`]).observations.flatMap((each) =>
      each.kind === 'pod-created' ? each.name : [],
    ),
    ['a', 'b'],
  );
});

test('a given moment goes before the stamps', (t) => {
  t.is(read([JSON.stringify(stamped('a'))], { moment: 5_000_000 }).start, 5_000_000);
});

test('the past of a dump is reported when asked for', (t) => {
  const moment = Date.parse('2025-01-01T00:01:00Z') * 1000;
  t.deepEqual(steps(read([JSON.stringify(stamped('a'))], { moment, isWithHistory: true }).observations), [
    [0, 'pod-created'],
    [60, 'gap'],
    [61, 'close'],
  ]);
});

test('a dump without stamps is refused with the flag that states its moment', (t) => {
  t.like(
    t.throws(() => read([JSON.stringify(pod('a'))])),
    {
      message: 'the dump has no stamps: when was it taken?',
      next: 'state it with --moment 2026-03-01T12:00:00Z, or play manifests as they are: kubectl keg replay FILE...',
    },
  );
});

test('objects that are in several files are counted in a warning', (t) => {
  const text = JSON.stringify(stamped('a'));
  const { observations, problems } = read([text, text, text]);
  t.is(observations.length, 2);
  t.deepEqual(problems, [
    {
      code: 'duplicate',
      severity: 'warning',
      message: 'the files contain 2 pods or nodes more than once: each counts once',
    },
  ]);
});

const owned = (metadata: object) => ({
  kind: 'ReplicaSet',
  metadata: {
    name: 'web-1',
    uid: 'r',
    creationTimestamp: CREATED,
    ownerReferences: [
      { kind: 'Other', name: 'x' },
      { kind: 'Deployment', name: 'web', controller: true },
    ],
    ...metadata,
  },
});

test('the controllers of controllers are taken from the dump', (t) => {
  t.deepEqual([...read([JSON.stringify(owned({}))]).ownerOf], [['r', { kind: 'Deployment', name: 'web' }]]);
});

test('an object without uid, without controller or with a nameless one adds no owner', (t) => {
  for (const metadata of [
    { uid: undefined },
    { ownerReferences: undefined },
    { ownerReferences: [{ kind: 'Deployment', name: 'web' }] },
    { ownerReferences: [{ kind: 'Deployment', controller: true }] },
    { ownerReferences: [{ name: 'web', controller: true }] },
  ])
    t.is(read([JSON.stringify(owned(metadata))]).ownerOf.size, 0, JSON.stringify(metadata));
});

test('broken JSON is refused with its file', (t) => {
  t.like(
    t.throws(() => read(['{"a":'])),
    { message: 'this is not JSON', position: { file: 'dump-0' } },
  );
});

test('broken YAML is refused with its file and line', (t) => {
  const error = t.throws(() => read(['a: 1\nb: [\n']));
  t.like(error, { position: { file: 'dump-0', line: 3 } });
  t.notRegex(error?.message ?? '\n', /\n/);
});
