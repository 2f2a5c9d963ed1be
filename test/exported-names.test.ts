/** One word has one meaning: no two files export the same name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'ava';

const ROOT = join(import.meta.dirname, '..');

interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Names that a file declares and exports. A name that is passed on from another file (`export … from`) is that file's. */
function exportedNames(text: string): ReadonlySet<string> {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  const declared = code.matchAll(
    /^export (?:declare |abstract |async )*(?:function\*?|const|let|class|interface|type|enum) (?!\{)(\w+)/gm,
  );
  const listed = [...code.matchAll(/^export (?:type )?\{([^}]*)\}(?! from)/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/^.* as /, ''),
    ),
  );
  return new Set([...[...declared].map(([, name = '']) => name), ...listed.filter((name) => name !== '')]);
}

/** `name: file, file` for every name that more than one file exports. */
function sharedNames(sources: readonly SourceText[]): string[] {
  const files = new Map<string, string[]>();
  for (const { path, text } of sources) {
    for (const name of exportedNames(text)) files.set(name, [...(files.get(name) ?? []), path]);
  }
  return [...files]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}

function sources(folder: string): SourceText[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
}

test('no two files export the same name', (t) => {
  t.deepEqual(sharedNames([...sources('src'), ...sources('commands')]), []);
});

test('a name that two files export is found, in each form of export', (t) => {
  const twice = (text: string): string[] =>
    sharedNames([
      { path: 'a.ts', text: 'export interface Pace {}\nexport const Pace = 1;' },
      { path: 'b.ts', text },
    ]);
  for (const text of [
    'export type Pace = number;',
    'export async function Pace() {}',
    'export abstract class Pace {}',
    'const Pace = 1;\nexport { Pace };',
    'const speed = 1;\nexport {\n  other,\n  speed as Pace,\n};',
  ]) {
    t.deepEqual(twice(text), ['Pace: a.ts, b.ts'], text);
  }
  for (const text of ['// export type Pace = 1', 'interface Pace {}', "export { Pace } from './a.ts';"]) {
    t.deepEqual(twice(text), [], text);
  }
});
