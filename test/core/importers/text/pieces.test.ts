/** Cutting text into YAML documents, JSON lines and CSV rows, with the places of errors. */
import test from 'ava';
import { readCsv } from '../../../../src/core/importers/text/csv-table.ts';
import { readJsonLines } from '../../../../src/core/importers/text/json-lines.ts';
import { yamlDocuments } from '../../../../src/core/importers/text/yaml-documents.ts';

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

test('YAML documents in pieces have the lines on which they begin', async (t) => {
  const found: [unknown, number][] = [];
  for await (const { value, line } of yamlDocuments(pieces('a: 1\n--', '-\n# nothing\n---\nb: 2\n'), 'x'))
    found.push([value, line]);
  t.deepEqual(found, [
    [{ a: 1 }, 1],
    [{ b: 2 }, 5],
  ]);
});

test('YAML documents have merge keys, and commits that are no numbers', async (t) => {
  const text = 'a: &a {commit: 1234e567}\nb: {<<: *a, n: 1_000}\n';
  for await (const { value } of yamlDocuments(pieces(text), 'x'))
    t.deepEqual(value, { a: { commit: '1234e567' }, b: { commit: '1234e567', n: 1000 } });
});

test('a broken YAML document is refused with its line in the file', async (t) => {
  const documents = yamlDocuments(pieces('a: 1\n---\nb: [\n'), 'x.yaml');
  await documents.next();
  const error = await t.throwsAsync(() => documents.next());
  t.like(error, { position: { file: 'x.yaml', line: 4 } });
});

test('blank lines and lines without interest are skipped, and lines keep their numbers', (t) => {
  const found: [unknown, number | undefined][] = [];
  const lines = readJsonLines(
    {
      take: (value, { line }) => found.push([value, line]),
      concerns: (text) => text !== 'no JSON',
      end: () => [],
    },
    'x',
  );
  lines.read('1\n\n  \nno JSON\n2');
  lines.end();
  t.deepEqual(found, [
    [1, 1],
    [2, 5],
  ]);
});

test('an empty CSV file lacks its columns', (t) => {
  t.throws(() => readCsv({ file: 'x.csv', text: '' }, ['a']), { message: 'no column "a"' });
});
