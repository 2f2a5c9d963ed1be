/** The titles of tests read as a list of sentences: each fits on a line of a terminal. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'ava';

const LONGEST = 90;

interface Title {
  readonly place: string;
  readonly title: string;
}

/** Titles as the file spells them. What a template inserts counts as eight characters. */
function titlesIn(path: string, text: string): Title[] {
  const calls = text.matchAll(
    /^ *(?:test|testWith\w+|posix)(?:\.\w+)?\(\s*(['"`])((?:\\.|(?!\1)[^\\])+)\1/gm,
  );
  return [...calls].map((call) => ({
    place: `${path}:${text.slice(0, call.index).split('\n').length}`,
    title: (call[2] ?? '').replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'inserted'),
  }));
}

function tooLong(titles: readonly Title[]): string[] {
  return titles
    .filter(({ title }) => title.length >= LONGEST)
    .map(({ place, title }) => `${place} (${title.length}) ${title}`);
}

test(`every title of a test is shorter than ${LONGEST} characters`, (t) => {
  const files = readdirSync(import.meta.dirname, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const titles = files.flatMap((file) =>
    titlesIn(relative(join(import.meta.dirname, '..'), file), readFileSync(file, 'utf8')),
  );
  t.true(titles.length > 1000);
  t.deepEqual(tooLong(titles), []);
});

test('a title that is too long is found', (t) => {
  const text = `\n${['test', '.serial'].join('')}('${'word '.repeat(20)}', (t) => {});\ntest('short', () => {});`;
  t.deepEqual(
    tooLong(titlesIn('a.test.ts', text)).map((line) => line.slice(0, 20)),
    ['a.test.ts:2 (100) wo'],
  );
});
