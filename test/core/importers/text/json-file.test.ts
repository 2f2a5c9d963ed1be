/** Parsing whole files of JSON. */
import test from 'ava';
import { parseJsonFile } from '../../../../src/core/importers/text/json-file.ts';
import { decodedText } from '../../../../src/core/importers/text/text-encoding.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a file of JSON is parsed', (t) => {
  t.deepEqual(parseJsonFile({ file: 'x.json', bytes: bytes('{"a": ["é"]}') }), { a: ['é'] });
});

test('a broken line of JSON is refused with line and column', (t) => {
  t.like(
    t.throws(() => parseJsonFile({ file: 'x.json', bytes: bytes('{\n  "a": 1,\n    ]\n}') })),
    { message: 'this is not JSON', position: { file: 'x.json', line: 3, column: 5 } },
  );
});

test('JSON that is cut short is refused with its file', (t) => {
  t.like(
    t.throws(() => parseJsonFile({ file: 'x.json', bytes: bytes('') })),
    { position: { file: 'x.json', line: undefined, column: undefined } },
  );
});

test('bytes are decoded as UTF-8', (t) => {
  t.is(decodedText(bytes('é')), 'é');
});
