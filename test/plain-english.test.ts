/** Comments, messages, titles and documentation are plain English: words and shapes that have to be read twice are refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'ava';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['src', 'commands', 'bin', 'test', 'bench', 'release', 'docs', 'fixtures', '.github'];
const FILES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'package.json', '.krew.yaml'];

/** A word or a shape, and what to write in its place. */
const REFUSED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(tell|tells|told|telling)\b/i, 'report, emit, state, print, record or contain'],
  [/\bdeeds?\b/i, 'call or write'],
  [/\bwish(es|ed)?\b/i, 'request or option'],
  [/\b(nobody|whoever)\b/i, 'the subject that is meant'],
  [/\b(meanwhile|thereof|thereby|likewise|by and by)\b/i, 'nothing, or the time that is meant'],
  [/\bwhat there is to\b/i, 'the noun that is meant'],
  [/\bof its own accord\b/i, 'by itself'],
  [/\ba matter of\b/i, 'the noun alone'],
  [/\b(comes|came|come) about\b/i, 'happens'],
  [/\bmeant to come\b/i, 'planned'],
  [/\btakes? notice\b/i, 'notices'],
  [/\bis to be\b/i, 'must be'],
  [/\bso many\b/i, 'the number'],
  [/\bof which\b/i, 'two sentences'],
  [/\bas it were\b/i, 'nothing'],
  [/\bsightings?\b/i, 'report'],
  [/\b(holds?|held) against\b/i, 'compare with'],
  [/\blets? in\b/i, 'accepts or begins'],
  [/[,;] for (there|it|that|they|this|nothing) (is|are|has|have|can|will)\b/i, 'because'],
];

interface Place {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

function refusedIn({ path, line, text }: Place): string[] {
  return REFUSED.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`${path}:${line} “${found}”: write ${instead}`];
  });
}

function linesOf(path: string): Place[] {
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n');
  return lines.map((text, index) => ({ path, line: index + 1, text }));
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|cjs|go|md|yml|yaml)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

test('no comment, message, title or page uses a refused word', (t) => {
  const here = relative(ROOT, import.meta.filename);
  const paths = [...FOLDERS.flatMap(filesUnder), ...FILES].filter((path) => path !== here);
  t.deepEqual(paths.flatMap(linesOf).flatMap(refusedIn), []);
});

test('a refused word is found with its line', (t) => {
  const text = 'The watch tells what came about, for it has seen it.';
  t.deepEqual(refusedIn({ path: 'a.md', line: 3, text }), [
    'a.md:3 “tells”: write report, emit, state, print, record or contain',
    'a.md:3 “came about”: write happens',
    'a.md:3 “, for it has”: write because',
  ]);
  t.deepEqual(refusedIn({ path: 'a.md', line: 4, text: 'The hotelling statistic is stated.' }), []);
});
