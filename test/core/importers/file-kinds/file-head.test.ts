/** The beginning of a file: its first line, its form, and the keys of its top level. */
import test from 'ava';
import { fileHead } from '../../../../src/core/importers/file-kinds/file-head.ts';

const headOf = (text: string) => fileHead(new TextEncoder().encode(text), 'x');
const keysOf = (text: string) => [...headOf(text).keys];

test('the first line is the first that is not blank, without spaces around it', (t) => {
  const head = headOf('\uFEFF\n\n  {"a": 1} \r\n{"b": 2}\n');
  t.is(head.firstLine, '{"a": 1}');
  t.deepEqual(head.firstRecord, { a: 1 });
  t.false(head.text.startsWith('\uFEFF'));
});

test('a first line that is no JSON has no record', (t) => {
  t.is(headOf('a: 1\n').firstRecord, undefined);
});

test('a file that begins with a brace or a bracket is JSON', (t) => {
  t.true(headOf(' {').isJson);
  t.true(headOf('\n[1]').isJson);
  t.false(headOf('a: {}\n').isJson);
  t.false(headOf('').isJson);
});

test('whole JSON has the keys of its top level, and text as the value of kind', (t) => {
  const head = headOf('{"kind": "Pod",\n "apiVersion": 7, "metadata": {"name": "a"}}');
  t.deepEqual([...head.keys], ['kind', 'apiVersion', 'metadata']);
  t.deepEqual([head.kind, head.apiVersion], ['Pod', '']);
});

test('of JSON Lines the first object counts', (t) => {
  t.deepEqual(keysOf('{"a": 1}\n{"b": 2}\n'), ['a']);
});

test('a JSON list has no keys, whole or cut short', (t) => {
  t.deepEqual(keysOf('[{"a": 1}]'), []);
  t.deepEqual(keysOf('[\n  {\n    "a": 1,\n    "b": '), []);
});

test('JSON that is cut short has its least indented keys, the first value of each', (t) => {
  const head = headOf('{\n\t"kind": "List",\n\t"b": {\n\t\t"c": 1\n\t},\n\t"kind": "Other",\n\t"d": [');
  t.deepEqual([...head.keys], ['kind', 'b', 'd']);
  t.is(head.kind, 'List');
});

test('JSON on one line that is cut short has the keys of every depth', (t) => {
  const head = headOf('{"apiVersion" : "v1", "items":[{"kind":"Pod","x": 1,"y');
  t.deepEqual([...head.keys], ['apiVersion', 'items', 'kind', 'x']);
  t.deepEqual([head.apiVersion, head.kind], ['v1', 'Pod']);
});

test('a long key or one with an escape is no key of JSON that is cut short', (t) => {
  t.deepEqual(keysOf(`{"${'k'.repeat(80)}": 1, "${'m'.repeat(81)}": 2, "a\\n": 3, "b": `), [
    'k'.repeat(80),
    'b',
  ]);
});

test('YAML has the keys at the beginning of a line, quoted or not', (t) => {
  t.deepEqual(keysOf('a: 1\n"b": 2\n\'c\': 3\n  d: 4\n$schema: 5\ne.f/g-h:\n# i: 6\nj : 7\nk:l\n'), [
    'a',
    'b',
    'c',
    '$schema',
    'e.f/g-h',
    'j',
    'k',
  ]);
});

test('a value in YAML is read without quotes and without its comment', (t) => {
  t.is(headOf('kind: "Pod" # a comment\n').kind, 'Pod');
  t.is(headOf("kind:   'Pod'\n").kind, 'Pod');
  t.is(headOf('kind:\tPod#\n').kind, 'Pod');
  t.is(headOf('kind:\r\napiVersion: v1\r\n').kind, '');
  t.is(headOf('kind:\r\napiVersion: v1\r\n').apiVersion, 'v1');
});

test('only the first YAML document counts, after comments and separators', (t) => {
  const head = headOf('\n# a\n  # b\n--- # c\n\nkind: Pod\n---\nkind: Node\nspec: {}\n');
  t.deepEqual([...head.keys], ['kind']);
  t.is(head.kind, 'Pod');
});

test('dashes inside a line separate no documents', (t) => {
  t.deepEqual(keysOf('a: x---\nb: 1\n'), ['a', 'b']);
});
