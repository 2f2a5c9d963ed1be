/** The generated parts of the documentation are those that the sources give. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ROOT } from '../pages.ts';
import { COMMAND_PAGE } from './command-flags.ts';
import { cellsOf, markdownTable, regenerated } from './generated-part.ts';
import { readAliases, readInterfaces } from './interfaces.ts';
import { LIST_TABLES } from './lists.ts';
import { OBSERVATION_TABLE } from './recording-fields.ts';
import { fieldRows, REPORT_PAGE } from './report-fields.ts';
import { SCENARIO_PAGE } from './scenario-keys.ts';
import { PLUGIN_TABLE } from './scheduler-plugins.ts';

const PARTS = [...LIST_TABLES, PLUGIN_TABLE, COMMAND_PAGE, SCENARIO_PAGE, OBSERVATION_TABLE, REPORT_PAGE];

for (const part of PARTS) {
  test(`${part.page}: ${part.name} are those of the sources (KEG_UPDATE_DOCS=1 rewrites them)`, (t) => {
    const path = join(ROOT, part.page);
    const page = regenerated(readFileSync(path, 'utf8'), part);
    if (page === undefined) return t.fail(`${part.page} has no part named ${part.name}`);
    if (process.env.KEG_UPDATE_DOCS) writeFileSync(path, page);
    t.is(readFileSync(path, 'utf8'), page);
    t.notRegex(page, /TO DESCRIBE/);
  });
}

test('the page of recordings names every field of header, close line and problem', (t) => {
  const page = readFileSync(join(ROOT, 'docs/reference/recording-format.md'), 'utf8');
  for (const name of ['RecordingHeader', 'ProvenSpeed', 'Coverage', 'Problem']) {
    const rows = fieldRows(name).filter(
      ([path = '', type]) => type !== 'object' && !/\[\]|\.NAME/.test(path),
    );
    t.true(rows.length > 3);
    for (const [path = ''] of rows) {
      const last = path.replace(/^`(?:jumps|position|window)\.|^`source\.window\./, '`');
      t.true(page.includes(path) || page.includes(last), `${name}: ${path}`);
    }
  }
});

test('a part is written anew, and the rest of the page stays', (t) => {
  const page = 'a\n<!-- x: generated from y -->\nold\n<!-- end of x -->\nb\n';
  const part = { page: '', name: 'x', text: (now: string) => `${now}new` };
  t.is(regenerated(page, part), page.replace('old\n', 'old\nnew\n'));
  t.is(regenerated('a\n', part), undefined);
});

test('cells of a table are read back as they were written', (t) => {
  const rows = [
    ['a', 'b | c'],
    ['', 'd'],
  ];
  t.deepEqual(cellsOf(markdownTable(['h', 'i'], rows)), [
    ['a', 'b \\| c'],
    ['', 'd'],
  ]);
});

test('interfaces are read with their comments, their lists and the objects in them', (t) => {
  const source = `export type C = 'x' | 'y';
interface B { /** How many. */ readonly n: number; }
interface A extends B {
  readonly to: number /** Of closed. */;
  readonly closed?: boolean;
  readonly list: readonly { readonly x: string }[];
  readonly part: {
    readonly y: C | null;
  } | null;
}`;
  const field = { isOptional: false, isList: false, isNullable: false, comment: '' };
  t.deepEqual(readInterfaces(source).get('A'), [
    { ...field, name: 'n', type: 'number', comment: 'How many.' },
    { ...field, name: 'to', type: 'number' },
    { ...field, name: 'closed', type: 'boolean', isOptional: true, comment: 'Of closed.' },
    { ...field, name: 'list', type: [{ ...field, name: 'x', type: 'string' }], isList: true },
    {
      ...field,
      name: 'part',
      type: [{ ...field, name: 'y', type: 'C | null', isNullable: true }],
      isNullable: true,
    },
  ]);
  t.deepEqual([...readAliases(source)], [['C', "'x' | 'y'"]]);
});
