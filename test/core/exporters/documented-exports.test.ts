/** The documented export formats are the ones in the list. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { EXPORT_FORMATS } from '../../../src/core/exporters/export-formats.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/exporters.md');
const GENERATED =
  /(<!-- export formats: generated from [^>]* -->\n)([\s\S]*?)(<!-- end of export formats -->)/;

function regenerated(page: string): string {
  const rows = EXPORT_FORMATS.map(
    ({ name, files, times, missing }) => `| \`${name}\` | ${files} | ${times} | ${missing} |`,
  );
  const table = ['| format | file | times | what it lacks |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  return page.replace(GENERATED, (_all, start: string, _old, end: string) => `${start}${table}\n${end}`);
}

test('docs/reference/exporters.md lists every format (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PAGE, regenerated(page));
  t.is(readFileSync(PAGE, 'utf8'), regenerated(page));
});
