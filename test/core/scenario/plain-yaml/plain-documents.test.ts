/** The plain reader of YAML against the full parser: what it reads at all, it reads alike, with the same positions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { plainDocuments } from '../../../../src/core/scenario/plain-yaml/plain-documents.ts';
import {
  type Path,
  type Plain,
  type PositionedDocument,
  parseFully,
} from '../../../../src/core/scenario/positioned-yaml.ts';
import fc from '../../../seeded-properties.ts';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');
const FILE = 'a.yaml';

interface Place {
  readonly path: string;
  readonly value: unknown;
  readonly key: unknown;
}

function placesOf({ data, positionOf, keyPositionOf }: PositionedDocument): Place[] {
  const places: Place[] = [];
  const visit = (value: Plain, path: Path): void => {
    places.push({ path: path.join('.'), value: positionOf(path), key: keyPositionOf(path) });
    if (value === null || typeof value !== 'object') return;
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  };
  visit(data, []);
  places.push({ path: 'nowhere', value: positionOf(['nowhere', 1]), key: keyPositionOf(['nowhere']) });
  return places;
}

/** Null where the plain reader reads the text as the full parser does; undefined where it leaves it to that. */
function difference(text: string): { readonly plain: unknown; readonly full: unknown } | null | undefined {
  const plain = plainDocuments(text, FILE);
  if (!plain) return undefined;
  const full = parseFully(text, FILE, 'any');
  if (!full.documents) return { plain: plain.map(({ data }) => data), full: full.problems };
  const seen = (documents: readonly PositionedDocument[]): string =>
    JSON.stringify(documents.map((document) => [document.data, placesOf(document)]));
  const [mine, theirs] = [seen(plain), seen(full.documents)];
  return mine === theirs ? null : { plain: mine, full: theirs };
}

function scenarios(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return scenarios(path);
    return entry.name.endsWith('.yaml') ? [path] : [];
  });
}

test('every scenario that is shipped is read plainly, as the full parser reads it', (t) => {
  const paths = scenarios(FIXTURES);
  t.true(paths.length > 5);
  for (const path of paths) t.is(difference(readFileSync(path, 'utf8')), null, path);
});

test('manifests with what kubectl writes are read plainly', (t) => {
  const text = [
    '# two objects',
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  annotations:',
    '    kubectl.kubernetes.io/last-applied-configuration: |',
    '      {"apiVersion":"v1","kind":"Pod"}',
    "  creationTimestamp: null # it's new",
    '  name: a',
    'spec:',
    '  containers:',
    '  - name: c',
    '    command: ["sh", "-c", \'sleep 1\']',
    '    args:',
    '    - |-',
    '      echo a',
    '',
    '        echo b',
    '    - "--x=\\"y\\""',
    '    resources: {requests: {cpu: 100m, memory: 1e3}}',
    '---',
    'kind: Node',
    'status:',
    '',
    '---',
    '',
  ].join('\n');
  t.is(difference(text), null);
  t.is(plainDocuments(text, FILE)?.length, 2);
});

/** Pieces of YAML, sound and unsound; some are right only in some places. */
const PIECES = [
  ...[
    'a: ',
    'b:',
    '- ',
    '-',
    ': ',
    ':',
    '? ',
    '\n',
    '\n',
    '\n  ',
    '\n    ',
    '\n- ',
    '\n  - ',
    ' ',
    '  ',
    '\t',
  ],
  ...[
    'word',
    'two words',
    '1',
    '-1',
    '1.50',
    '007',
    '1_000',
    '1e3',
    '0x1f',
    '.inf',
    'null',
    '~',
    'true',
    'yes',
  ],
  ...[
    "'x'",
    '"x"',
    '"\\n"',
    '"\\x41"',
    "'it''s'",
    "''",
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '{a: 1}',
    '[1, 2]',
  ],
  ...[
    '{"a":1}',
    '#',
    ' # c',
    '|',
    '|-',
    '|\n',
    '>',
    '&x ',
    '*x',
    '!t ',
    '---\n',
    '...\n',
    '<<: ',
    '__proto__: ',
  ],
  ...['tty: ', '%', '@', '\r\n', '\ufeff', 'é', '\\', 'k:{"a"}: ', '\u2028'],
];
const random = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));

/** Lines that mostly fit together, with one piece somewhere. */
const LINES = [
  'a:',
  'b: 1',
  '- c',
  '- d: 2',
  '  e: |',
  '    text',
  '  - f',
  '  g: {h: [1, "2"]}',
  '# i',
  '',
  '    j: k',
];
const mutated = fc
  .tuple(
    fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 8 }),
    fc.constantFrom('', ...PIECES),
    fc.nat(),
  )
  .map(([lines, piece, place]) => {
    const text = `${lines.join('\n')}\n`;
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at);
  });

test('no text is read otherwise than by the full parser', (t) => {
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof(random, mutated), (text) => {
      const found = difference(text);
      if (found === null) plain += 1;
      t.deepEqual(found ?? null, null, JSON.stringify(text));
    }),
    { numRuns: 4000 },
  );
  t.true(plain > 200, `${plain} were read plainly`);
});
