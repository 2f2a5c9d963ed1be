/** The documented problem codes are the ones in the code. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { PROBLEM_CODES } from '../../../src/core/errors/problem-codes.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/problem-codes.md');
const GENERATED = /(<!-- problem codes: generated from [^>]* -->\n)([\s\S]*?)(<!-- end of problem codes -->)/;

/** The page with a new table. */
function regenerated(page: string): string {
  const rows = Object.entries(PROBLEM_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  const table = ['| code | meaning |', '| --- | --- |', ...rows].join('\n');
  return page.replace(GENERATED, (_all, start: string, _old, end: string) => `${start}${table}\n${end}`);
}

test('docs/reference/problem-codes.md lists every code (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PAGE, regenerated(page));
  t.is(readFileSync(PAGE, 'utf8'), regenerated(page));
});

test('codes are in kebab case, and meanings are one sentence without a full stop', (t) => {
  for (const [code, meaning] of Object.entries(PROBLEM_CODES)) {
    t.regex(code, /^[a-z]+(-[a-z]+)*$/);
    t.regex(meaning, /^[A-Z][^.\n]*[^.\n]$/);
  }
});

test('every code is used by the source', (t) => {
  const source = join(import.meta.dirname, '../../../src');
  const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('problem-codes.ts'))
    .map((path) => readFileSync(join(source, path), 'utf8'));
  const unused = Object.keys(PROBLEM_CODES).filter(
    (code) => !texts.some((text) => text.includes(`'${code}'`)),
  );
  t.deepEqual(unused, []);
});
