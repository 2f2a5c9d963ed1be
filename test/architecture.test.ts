/** The house rules that a newcomer relies on: arrows point one way, pure modules stay pure, every file says why it exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import test from 'ava';

const ROOT = join(import.meta.dirname, '..');
/** The core, in its order: a folder imports only from itself and from folders before it. */
const CORE = [
  'time',
  'errors',
  'objects',
  'distributions',
  'scheduler',
  'recording',
  'scenario',
  'timeline',
  'observing',
  'fitting',
  'measure',
  'charting',
  'present',
  'metrics',
  'comparing',
  'decisions',
  'importers',
  'exporters',
];
/** From what the command line calls down to what calls nothing. A file imports from its own folder or from a lower layer. */
const LAYERS: readonly (readonly string[])[] = [
  ['commands'],
  ['cli'],
  ['verbs/*'],
  ['render', 'targets'],
  ['kubernetes', 'storage', 'threads', 'monitoring'],
  ...CORE.map((folder) => [`core/${folder}`]).reverse(),
];
const IMPURE_GLOBALS =
  /\b(process\.|Date\.now|new Date(?!\()|new Date\(\s*\)|\bDate\(\)|performance\.|Math\.random|setTimeout|setInterval|setImmediate|console\.|fetch\()/;

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

/** The folder that the order knows: `commands`, `cli`, `verbs/replay`, `core/time`. */
function folderOf(path: string): string {
  const [first = '', second = '', third = ''] = path.split('/');
  if (first !== 'src') return first;
  return second === 'core' || second === 'verbs' ? `${second}/${third}` : second;
}

function layerOf(path: string): number {
  const folder = folderOf(path).replace(/^verbs\/.*/, 'verbs/*');
  return LAYERS.findIndex((layer) => layer.includes(folder));
}

/** Imports, of types too, that point up or across to another folder of the same layer. */
function arrowsAgainstTheHouse(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter((target) => target.startsWith('src/') || target.startsWith('commands/'))
      .filter((target) => {
        const [from, to] = [layerOf(path), layerOf(target)];
        const isAcross = from === to && folderOf(path) !== folderOf(target);
        return from < 0 || to < from || isAcross;
      })
      .map((target) => `${path} → ${target}`),
  );
}

function impurities(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.startsWith('src/core/'))
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
      if (byPath.has(target)) visit(target, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of files) visit(path, []);
  return found;
}

/** Files that write a warning as text of their own and not with formatProblem. */
function handWrittenWarnings(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ text }) => /(['"`])(?:(?!\1)[^\n])*\bwarning: /.test(text.replaceAll(/\/\*[\s\S]*?\*\//g, '')))
    .map(({ path }) => path);
}

/** Tests of a file on a control plane that could run at the same time on one cluster. */
function concurrentTests(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^test\/control-plane\/.*\.test\.ts$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^ *test\(.*/gm)].map(([line]) => `${path}: ${line.trim()}`),
    );
}

/** Property tests that take fast-check with a new seed in each run, and so fail by chance. */
function unseededProperties(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.startsWith('test/mutation/') && path !== 'test/seeded-properties.ts')
    .filter(({ text }) => /^import .* from 'fast-check';/m.test(text))
    .map(({ path }) => path);
}

const all = [...sources('src'), ...sources('commands')];

test('arrows point one way, in the core too, imports of types included', (t) => {
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
  const long = [...all, ...sources('test'), ...sources('bench')].filter(
    ({ text }) => text.split('\n').length > 301,
  );
  t.deepEqual(
    long.map(({ path }) => path),
    [],
  );
});

test('only formatProblem writes the word warning before a message', (t) => {
  t.deepEqual(handWrittenWarnings(all), []);
});

test('tests on a control plane run one by one in their file, by test.serial', (t) => {
  t.deepEqual(concurrentTests(sources('test/control-plane')), []);
});

test('property tests have one seed, which only the nightly run changes', (t) => {
  t.deepEqual(unseededProperties(sources('test')), []);
});

test('these checks can fail', (t) => {
  const file = (path: string, text: string): SourceFile => ({ path, text, imports: importsOf(path, text) });
  const bad = [
    file(
      'src/core/measure/a.ts',
      "import { readFile } from 'node:fs';\nimport { b } from '../../verbs/replay/b.ts';\nDate.now();",
    ),
    file('src/core/time/d.ts', "import type { Scope } from '../measure/scope.ts';"),
    file('src/verbs/replay/b.ts', "import { c } from './c.ts';"),
    file('src/verbs/replay/c.ts', "import { b } from './b.ts';\nimport type { fit } from '../fit/fit.ts';"),
  ];
  t.deepEqual(arrowsAgainstTheHouse(bad), [
    'src/core/measure/a.ts → src/verbs/replay/b.ts',
    'src/core/time/d.ts → src/core/measure/scope.ts',
    'src/verbs/replay/c.ts → src/verbs/fit/fit.ts',
  ]);
  t.is(impurities(bad).length, 2);
  t.deepEqual(handWrittenWarnings([file('a.ts', "print('warning: ')"), file('b.ts', 'warning: (x) => x')]), [
    'a.ts',
  ]);
  const clusterTest = file(
    'test/control-plane/a.test.ts',
    "test.serial('one', () => {});\ntest('two', () => {});",
  );
  t.deepEqual(concurrentTests([clusterTest]), ["test/control-plane/a.test.ts: test('two', () => {});"]);
  t.deepEqual(unseededProperties([file('test/a.test.ts', "import fc from 'fast-check';")]), [
    'test/a.test.ts',
  ]);
  t.deepEqual(circles(bad), ['src/verbs/replay/b.ts → src/verbs/replay/c.ts → src/verbs/replay/b.ts']);
});
