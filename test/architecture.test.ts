/** The house rules that a newcomer relies on: arrows point one way, pure modules stay pure, every file says why it exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import test from 'ava';

const ROOT = join(import.meta.dirname, '..');
/** No I/O, no clock, no client in any of these. */
const PURE = [
  'dialects',
  'errors',
  'fitting',
  'measure',
  'objects',
  'recording',
  'scenario',
  'scheduler',
  'timeline',
  'transitions',
];
/** From what the command line may call down to what calls nothing: a file imports from its own layer's folder or from lower layers. */
const LAYERS: readonly (readonly string[])[] = [
  ['commands'],
  ['cli'],
  ['cluster', 'fit', 'generate', 'import', 'record', 'replay', 'report', 'validate'],
  ['targets'],
  ['kubernetes', 'files'],
  PURE,
];
const IMPURE_GLOBALS =
  /\b(process\.|Date\.now|new Date\(\)|performance\.|Math\.random|setTimeout|setInterval|setImmediate|console\.|fetch\()/;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sources(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => read(relative(ROOT, join(entry.parentPath, entry.name))));
}

function read(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): string[] {
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)/g),
  ];
  return found.map(([, fixed, lazy]) => {
    const target = fixed ?? lazy ?? '';
    return target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), target)) : target;
  });
}

function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? second : first;
}

function layerOf(path: string): number {
  return LAYERS.findIndex((layer) => layer.includes(folderOf(path)));
}

/** Imports that point up, or across to another folder of the same layer above the pure ones. */
function arrowsAgainstTheHouse(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter((target) => target.startsWith('src/') || target.startsWith('commands/'))
      .flatMap((target) => {
        const [from, to] = [layerOf(path), layerOf(target)];
        const isAcross = from === to && from < LAYERS.length - 1 && folderOf(path) !== folderOf(target);
        const isAllowed = to >= from && from >= 0 && to >= 0 && !isAcross;
        return isAllowed || isTypeOnly(path, target, files) ? [] : [`${path} → ${target}`];
      }),
  );
}

/** A type has no run time: a printer may know the shape of what a service returns. */
function isTypeOnly(path: string, target: string, files: readonly SourceFile[]): boolean {
  const text = files.find((file) => file.path === path)?.text ?? '';
  const name = target.split('/').at(-1)!.replaceAll('.', '\\.');
  const statements = [...text.matchAll(new RegExp(`import\\b[^;]*?from\\s*'[^']*${name}'`, 'g'))];
  return statements.length > 0 && statements.every(([statement]) => /^import type\b/.test(statement));
}

function impurities(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => PURE.includes(folderOf(path)))
    .flatMap(({ path, text, imports }) => {
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
      const modules = imports.filter(
        (target) => target.startsWith('node:') || ['undici', '@kubernetes/client-node'].includes(target),
      );
      const used = IMPURE_GLOBALS.exec(code)?.[1];
      return [
        ...modules.map((target) => `${path} imports ${target}`),
        ...(used ? [`${path} uses ${used}`] : []),
      ];
    });
}

/** Files on a circle of imports, by depth-first search. */
function circles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const target of byPath.get(path)?.imports ?? []) {
      if (byPath.has(target) && !isTypeOnly(path, target, files)) visit(target, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of files) visit(path, []);
  return found;
}

const all = [...sources('src'), ...sources('commands')];

test('arrows point one way: commands, services, targets and files, the pure core', (t) => {
  t.deepEqual(arrowsAgainstTheHouse(all), []);
});

test('pure modules know no I/O, no clock and no client', (t) => {
  t.deepEqual(impurities(all), []);
});

test('no circular imports', (t) => {
  t.deepEqual(circles(all), []);
});

test('every source file opens with a sentence that says why it exists', (t) => {
  const silent = all.filter(({ text }) => !/^(#!.*\n)?\/\*\*[\s\S]{10,}?\*\//.test(text));
  t.deepEqual(
    silent.map(({ path }) => path),
    [],
  );
});

test('no file is long enough to hold two ideas', (t) => {
  const long = all.filter(({ text }) => text.split('\n').length > 400);
  t.deepEqual(
    long.map(({ path }) => path),
    [],
  );
});

test('these checks can fail', (t) => {
  const file = (path: string, text: string): SourceFile => ({ path, text, imports: importsOf(path, text) });
  const bad = [
    file(
      'src/measure/a.ts',
      "import { readFile } from 'node:fs';\nimport { b } from '../replay/b.ts';\nDate.now();",
    ),
    file('src/replay/b.ts', "import { c } from './c.ts';"),
    file('src/replay/c.ts', "import { b } from './b.ts';"),
  ];
  t.deepEqual(arrowsAgainstTheHouse(bad), ['src/measure/a.ts → src/replay/b.ts']);
  t.is(impurities(bad).length, 2);
  t.deepEqual(circles(bad), ['src/replay/b.ts → src/replay/c.ts → src/replay/b.ts']);
});
