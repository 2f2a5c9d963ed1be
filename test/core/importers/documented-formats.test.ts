/** The documented import formats are the ones in the list. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { IMPORT_FORMATS } from '../../../src/core/importers/import-formats.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/importers.md');
const GENERATED =
  /(<!-- import formats: generated from [^>]* -->\n)([\s\S]*?)(<!-- end of import formats -->)/;

/** The page with its table written anew. */
function regenerated(page: string): string {
  const rows = IMPORT_FORMATS.map(
    ({ name, files, times, missing }) => `| \`${name}\` | ${files} | ${times} | ${missing} |`,
  );
  const table = ['| format | files | times | what they lack |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  return page.replace(GENERATED, (_all, start: string, _old, end: string) => `${start}${table}\n${end}`);
}

test('docs/reference/importers.md lists every format (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PAGE, regenerated(page));
  t.is(readFileSync(PAGE, 'utf8'), regenerated(page));
});
