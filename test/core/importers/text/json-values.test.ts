/** JSON values are found in text of any layout, and however the text is cut into pieces. */
import test from 'ava';
import { createJsonScanner } from '../../../../src/core/importers/text/json-values.ts';
import fc from '../../../seeded-properties.ts';

type Found = readonly ['value' | 'other', string, number];

function scan(text: string, size = text.length || 1, opens: readonly string[] = []): Found[] {
  const found: Found[] = [];
  const scanner = createJsonScanner(
    {
      value: (value, line) => found.push(['value', value, line]),
      other: (other, line) => found.push(['other', other, line]),
    },
    { opens: new Set(opens) },
  );
  for (let from = 0; from < text.length; from += size) scanner.read(text.slice(from, from + size));
  scanner.end();
  return found;
}

const valuesOf = (found: readonly Found[]) =>
  found.flatMap(([kind, text]) => (kind === 'value' ? [JSON.parse(text) as unknown] : []));

/** Text, and what is in it. */
const LAYOUTS: readonly (readonly [string, readonly Found[]])[] = [
  [
    '{"a":1}\n{"b":"}"}\n',
    [
      ['value', '{"a":1}', 1],
      ['value', '{"b":"}"}', 2],
    ],
  ],
  ['{\n "a": [1,\n 2]\n}\n', [['value', '{\n "a": [1,\n 2]\n}', 1]]],
  [
    '[\n {"a":1},\n {"b":2}\n]\n',
    [
      ['value', '{"a":1}', 2],
      ['value', '{"b":2}', 3],
    ],
  ],
  [
    'Mar 1 api[12]: {"a":1} 17\nno JSON\n---\n{"b":1}',
    [
      ['value', '{"a":1}', 1],
      ['other', 'no JSON', 2],
      ['value', '{"b":1}', 4],
    ],
  ],
  [
    '{"a":"cut\n{"b":1}\n{"c":',
    [
      ['other', '{"a":"cut', 1],
      ['value', '{"b":1}', 2],
      ['other', '{"c":', 3],
    ],
  ],
  ['[]\n', []],
  ['', []],
];

test('values have their lines, and what is no JSON is passed on', (t) => {
  for (const [text, expected] of LAYOUTS) t.deepEqual(scan(text), expected, text);
});

test('the lists of a page are opened, and the rest of the page is dropped', (t) => {
  const text =
    '{"before":{"x":[1]},"events":[{"a":1},{"b":[{}]}],"next":{"events":[{}]},"records":[{"c":1}]}{"d":1}';
  t.deepEqual(valuesOf(scan(text, 1_000, ['events', 'records'])), [
    { a: 1 },
    { b: [{}] },
    { c: 1 },
    { d: 1 },
  ]);
});

test('pieces of any size give the same values', (t) => {
  // The key k is the mark of one layout.
  const key = fc.string().filter((text) => text !== 'k');
  const map = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  const layouts = fc.constantFrom<(values: readonly unknown[]) => string>(
    (values) => values.map((value) => `${JSON.stringify(value)}\n`).join(''),
    (values) => values.map((value) => JSON.stringify(value, null, 2)).join('\n'),
    (values) => values.map((value) => JSON.stringify(value)).join(''),
    (values) => JSON.stringify(values),
    (values) => JSON.stringify(values, null, '\t'),
    (values) => values.map((value) => `a[1]: ${JSON.stringify({ ...(value as object), k: 1 })} 7\n`).join(''),
    (values) => JSON.stringify({ n: 1, events: values, m: '[' }, null, 1),
  );
  fc.assert(
    fc.property(
      fc.array(map, { maxLength: 5 }),
      layouts,
      fc.integer({ min: 1, max: 40 }),
      (values, layout, size) => {
        const text = layout(values);
        const whole = scan(text, text.length || 1, ['events']);
        t.deepEqual(scan(text, size, ['events']), whole);
        const found = valuesOf(whole).map((value) => withoutMark(value, text));
        t.deepEqual(JSON.stringify(found), JSON.stringify(values));
      },
    ),
    { numRuns: 200 },
  );
});

/** One layout adds a key, so that no map is empty: `{}` behind text is text. */
function withoutMark(value: unknown, text: string): unknown {
  if (!text.startsWith('a[1]')) return value;
  const { k: _mark, ...rest } = value as Record<string, unknown>;
  return rest;
}
