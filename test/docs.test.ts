/** Checks that the documentation names only pages, commands and flags that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { loadCommands } from '../commands/index.ts';

const COMMANDS = await loadCommands();

const root = join(import.meta.dirname, '..');

interface Page {
  readonly path: string;
  readonly text: string;
}

const pages: readonly Page[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function brokenLinks({ path, text }: Page): string[] {
  return [...text.matchAll(/\]\(((?!https?:|#)[^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => join(dirname(path), target))
    .filter((target) => !existsSync(join(root, target)))
    .map((target) => `${path} → ${target}`);
}

/** Pages and folders that the text names by their path from the root, as `docs/how-to/grant-rights.md`. */
function missingPaths({ path, text }: Page): string[] {
  return [...text.matchAll(/`((?:docs|src|test|fixtures|bench|commands)\/[\w./-]*\w\/?)`/g)]
    .map(([, target = '']) => target)
    .filter((target) => !existsSync(join(root, target)))
    .map((target) => `${path} names ${target}`);
}

/** Commands as a reader would type them: in code blocks and in code spans. */
function commandsIn({ text }: Page): string[] {
  return [...text.matchAll(/kubectl keg ((?:[a-z]+)(?:[^\n`|#]|\\\n)*)/g)].map(([, line = '']) =>
    line.replaceAll('\\\n', ' ').trim(),
  );
}

function unknownCommand(line: string): string | undefined {
  const words = line.split(/\s+/);
  const name = [words.slice(0, 2).join(':'), words[0] ?? ''].find((each) => each in COMMANDS);
  if (name === undefined) return `no command: ${line}`;
  const { flags } = COMMANDS[name as keyof typeof COMMANDS];
  const known = new Set([...Object.keys(flags), 'help', ...negations(flags)]);
  const unknown = [...line.matchAll(/(?<=\s)--([a-z][a-z-]*)/g)].find(([, flag = '']) => !known.has(flag));
  return unknown === undefined ? undefined : `no flag ${unknown[0]}: ${line}`;
}

/** `--no-probe` for a flag `probe` that can be negated. */
function negations(flags: object): string[] {
  return Object.entries(flags)
    .filter(([, flag]) => (flag as { readonly allowNo?: boolean }).allowNo === true)
    .map(([name]) => `no-${name}`);
}

test('every link in the documentation leads to a page', (t) => {
  t.deepEqual(pages.flatMap(brokenLinks), []);
});

test('every file and folder that the documentation names exists', (t) => {
  t.deepEqual(pages.flatMap(missingPaths), []);
});

test('every command in the documentation has a verb and flags that exist', (t) => {
  const lines = pages.flatMap((page) => commandsIn(page).map((line) => ({ page, line })));
  const unknown = lines.flatMap(({ page, line }) => {
    const problem = unknownCommand(line);
    return problem === undefined ? [] : [`${page.path}: ${problem}`];
  });
  t.true(lines.length > 60);
  t.deepEqual(unknown, []);
});

test('the gallery shows every scenario of fixtures/gallery', (t) => {
  const { text } = pages.find(({ path }) => path === join('docs', 'gallery.md'))!;
  const files = readdirSync(join(root, 'fixtures', 'gallery'));
  t.is(files.length, 12);
  for (const file of files) t.true(text.includes(`kubectl keg replay fixtures/gallery/${file}`), file);
});

test('the checks of the documentation can fail', (t) => {
  const page = {
    path: join('docs', 'page.md'),
    text: '[a](missing.md) `src/missing.ts` kubectl keg repaly x',
  };
  t.deepEqual(brokenLinks(page), [`docs/page.md → ${join('docs', 'missing.md')}`]);
  t.deepEqual(missingPaths(page), ['docs/page.md names src/missing.ts']);
  t.deepEqual(commandsIn(page).map(unknownCommand), ['no command: repaly x']);
  t.is(unknownCommand('replay a.yaml --sped 2x'), 'no flag --sped: replay a.yaml --sped 2x');
  t.is(unknownCommand('cluster status --context a'), undefined);
});
