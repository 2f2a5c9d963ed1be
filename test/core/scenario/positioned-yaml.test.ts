/** Values of a YAML file keep the places at which they are written. */
import test from 'ava';
import { type Path, parsePositionedYaml } from '../../../src/core/scenario/positioned-yaml.ts';

function parsed(text: string) {
  const { document } = parsePositionedYaml(text, 'a.yaml');
  if (!document) throw new Error('it has errors');
  return document;
}

const problemsOf = (text: string) =>
  (parsePositionedYaml(text, 'a.yaml').problems ?? []).map(({ message, position }) => [
    message,
    position.line,
    position.column,
  ]);

/** `line:column` of the value and of the key at a path. */
function places(text: string, ...path: Path): string[] {
  const document = parsed(text);
  return [document.positionOf(path), document.keyPositionOf(path)].map(({ file, line, column }) =>
    `${file}:${line}:${column}`.replace('a.yaml:', ''),
  );
}

const TEXT = 'a:\n  - b: 1\n    c: {d: x}\n  -\ne:\n';

test('a value and its key have their own places', (t) => {
  t.deepEqual(places(TEXT, 'a'), ['2:3', '1:1']);
  t.deepEqual(places(TEXT, 'a', 0, 'b'), ['2:8', '2:5']);
  t.deepEqual(places(TEXT, 'a', 0, 'c', 'd'), ['3:12', '3:9']);
  t.deepEqual(places(TEXT, 'a', 0), ['2:5', '2:5']);
});

test('the whole file has the place of its first value', (t) => {
  t.deepEqual(places(`# c\n${TEXT}`), ['2:1', '2:1']);
  t.deepEqual(places('5'), ['1:1', '1:1']);
});

test('a missing value has the place of the nearest parent', (t) => {
  t.deepEqual(places(TEXT, 'a', 0, 'c', 'x'), ['3:8', '3:8']);
  t.deepEqual(places(TEXT, 'a', 0, 'b', 'x', 'y'), ['2:8', '2:8']);
  t.deepEqual(places(TEXT, 'x', 'b'), ['1:1', '1:1']);
  t.deepEqual(places('5', 'a'), ['1:1', '1:1']);
});

test('an empty value is null and has the place behind its key', (t) => {
  t.deepEqual(parsed(TEXT).data, { a: [{ b: 1, c: { d: 'x' } }, null], e: null });
  t.is(places(TEXT, 'e')[1], '5:1');
});

test('scalars become plain values', (t) => {
  t.deepEqual(parsed('[1, 1.5, true, ~, x, 0x10, 12345678901234567890]').data, [
    1,
    1.5,
    true,
    null,
    'x',
    16,
    12345678901234567000,
  ]);
  t.deepEqual(parsed('{1: a, true: b, ~: c}').data, { 1: 'a', true: 'b', null: 'c' });
});

test('an alias is copied, so that a change of one value leaves the other unchanged', (t) => {
  const { data } = parsed('a: &x {b: [1]}\nc: *x\n');
  const { a, c } = data as { a: { b: number[] }; c: { b: number[] } };
  t.deepEqual(a, c);
  t.not(a, c);
  t.not(a.b, c.b);
});

test('a value inside an alias has the place at which it is written', (t) => {
  t.deepEqual(places('a: &x {b: 1}\nc: *x\n', 'c', 'b'), ['1:11', '1:8']);
});

test('an alias may be a key', (t) => {
  t.deepEqual(parsed('a: &x b\n*x : 1\n').data, { a: 'b', b: 1 });
});

test('one anchor may be used twice, one below the other', (t) => {
  t.deepEqual(parsed('a: &x {b: 1}\nc: [*x, {d: *x}]\n').data, {
    a: { b: 1 },
    c: [{ b: 1 }, { d: { b: 1 } }],
  });
});

test('a map that contains itself is refused at the alias', (t) => {
  t.deepEqual(problemsOf('a: &x {b: *x}'), [['*x contains itself', 1, 11]]);
});

test('100 levels are read, more are refused', (t) => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  t.is(parsePositionedYaml(nested(101), 'x').problems, undefined);
  t.deepEqual(problemsOf(nested(102)), [['nested deeper than 100 levels', 1, 102]]);
});

test('more than 1,000 open brackets are refused at the bracket, before they are parsed', (t) => {
  t.deepEqual(problemsOf(`\n${'['.repeat(1001)}`), [['nested deeper than 100 levels', 2, 1001]]);
  t.deepEqual(problemsOf(`a: "]"\nb:\n  ${'{'.repeat(1001)}`), [['nested deeper than 100 levels', 3, 1003]]);
});

test('brackets that are closed do not count as depth', (t) => {
  t.is(parsePositionedYaml(`[${'[],{},'.repeat(1000)}]`, 'x').problems, undefined);
});

test('at most 20 syntax errors are reported', (t) => {
  t.is(problemsOf(Array.from({ length: 30 }, () => 'a: 1').join('\n')).length, 20);
});

test('documents without a value do not count as further documents', (t) => {
  t.deepEqual(parsed('# c\n---\na: 1\n').data, { a: 1 });
  t.deepEqual(
    problemsOf('a: 1\n---\nb: 1\n'),
    [['a second YAML document: keep one scenario a file', 3, 1]].map(([message, , column]) => [
      message,
      2,
      column,
    ]),
  );
});

test('a syntax error has a message of one line without a place', (t) => {
  t.deepEqual(problemsOf('a: 1\n\tb: 2\n'), [['Tabs are not allowed as indentation', 2, 1]]);
});
