/** The npm package as a user has it: packed, installed into an empty folder without the network, and run there. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import type { Metafile } from 'esbuild';
import { loadCommands } from '../../commands/index.ts';
import { bundle } from '../../release/bundle.ts';
import { keg, node, ROOT } from '../cli/run-keg.ts';

const LARGEST_BUNDLE = 1_000_000;
const LARGEST_INSTALLED = 5_000_000;
const folder = mkdtempSync(join(tmpdir(), 'keg-package-'));
const installed = join(folder, 'node_modules', 'kubectl-keg');
const program = join(installed, 'bin', 'kubectl-keg.cjs');

test.before('pack and install', () => {
  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  npm(['pack', '--silent', '--pack-destination', folder], ROOT);
  const [archive = ''] = readdirSync(folder);
  npm(['install', '--silent', '--offline', '--no-audit', '--ignore-scripts', `./${archive}`], folder);
});

test.after.always(() => rmSync(folder, { recursive: true, force: true }));

test('it installs nothing but itself and runs no script', (t) => {
  const others = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  t.deepEqual(others, ['kubectl-keg']);
  const { scripts, dependencies, optionalDependencies } = packageJson();
  t.is(dependencies, undefined);
  t.is(optionalDependencies, undefined);
  t.deepEqual(
    Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?install$|^prepare$/.test(name)),
    [],
  );
});

test('it is small: the bundle takes at most 1 MB to download, the package 5 MB on disk', (t) => {
  const files = readdirSync(join(installed, 'dist')).filter((name) => name.endsWith('.cjs'));
  const packed = files.map(
    (name) => gzipSync(readFileSync(join(installed, 'dist', name)), { level: 9 }).length,
  );
  t.true(sum(packed) <= LARGEST_BUNDLE, `${sum(packed)} bytes`);
  const all = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  const onDisk = sum(all.map((name) => statSync(join(installed, name)).size));
  t.true(onDisk <= LARGEST_INSTALLED, `${onDisk} bytes`);
});

test('two bundles have the same bytes', async (t) => {
  const { files } = await bundle();
  t.true(files.size > 50);
  for (const [name, text] of files) t.is(readFileSync(join(installed, 'dist', name), 'utf8'), text, name);
});

test('it has every file that an example of the help names', async (t) => {
  const commands = Object.values(await loadCommands());
  const examples = commands.flatMap(
    (command) => command.examples as readonly (string | { command: string })[],
  );
  const named = examples.flatMap(
    (example) =>
      (typeof example === 'string' ? example : example.command).match(/\bfixtures\/[\w./-]+/g) ?? [],
  );
  t.true(named.length > 5);
  t.deepEqual(
    named.filter((path) => !existsSync(join(installed, path))),
    [],
  );
});

test('an example of the help, run in another folder, names the demo that is shipped', async (t) => {
  const asked = await node([program, 'replay', 'fixtures/gpu-day.yaml'], { folder });
  const [, demo = ''] = /keg brings it as (.*)\)\n$/.exec(asked.stderr) ?? [];
  t.is(asked.code, 2);
  t.is(demo, join(realpathSync(installed), 'fixtures', 'gpu-day.yaml'));
  const { code, stdout, stderr } = await node([program, 'replay', demo, '-o', 'json'], { folder });
  t.is(code, 0, stderr);
  t.like(JSON.parse(stdout).pods, { created: 1104, bound: 1104 });
});

test('the page of a replay has the scripts that the checkout puts into it', async (t) => {
  const words = ['replay', 'fixtures/gallery/batch-bursts.yaml', '--duration', '10m', '-o', 'html'];
  const [packed, checkout] = [await node([program, ...words], { folder: installed }), await keg(words)];
  t.is(packed.code, 0, packed.stderr);
  const dataOf = (page: string): string | undefined => /<script id="data"[^>]*>([^<]*)</.exec(page)?.[1];
  t.is(dataOf(packed.stdout), dataOf(checkout.stdout));
  t.regex(packed.stdout, /uPlot.*readData.*fillingAt/s);
});

test('a later start takes all compiled code of the first one', async (t) => {
  const home = join(folder, 'home');
  mkdirSync(home);
  const compiled = join(home, '.cache', 'kubectl-keg', 'compiled');
  const start = async (words: readonly string[]): Promise<Record<string, number>> => {
    const env = { HOME: home, NODE_COMPILE_CACHE: '', NODE_DISABLE_COMPILE_CACHE: '', NODE_V8_COVERAGE: '' };
    const { code, stderr } = await node([program, ...words], { folder, env });
    t.is(code, 0, stderr);
    const files = readdirSync(compiled).filter((name) => name.endsWith('.bin'));
    return Object.fromEntries(files.map((name) => [name, statSync(join(compiled, name)).ino]));
  };
  const demo = ['replay', join(installed, 'fixtures', 'gpu-day.yaml'), '--duration', '10m', '-o', 'json'];
  await start(demo);
  const first = await start(['version']);
  t.is(Object.keys(first).length, 2);
  t.deepEqual(await start(demo), first);
});

test('it reads a kubeconfig, and says which server does not answer', async (t) => {
  const kubeconfig = join(folder, 'kubeconfig');
  const cluster = '{name: a, cluster: {server: "http://127.0.0.1:9"}}';
  const context = '{name: a, context: {cluster: a, user: a}}';
  writeFileSync(
    kubeconfig,
    `{clusters: [${cluster}], contexts: [${context}], current-context: a, users: [{name: a}]}`,
  );
  const { code, stderr } = await node([program, 'cluster', 'status', '--kubeconfig', kubeconfig], { folder });
  t.is(code, 3);
  t.regex(stderr, /^error: .*127\.0\.0\.1:9/);
});

/** The packages of oclif's files. Those that oclif requires late are among them, though nothing runs them. */
const OCLIF = [
  '@oclif/core',
  'ansi-escapes',
  'ansi-regex',
  'ansi-styles',
  'ansis',
  'clean-stack',
  'color-convert',
  'color-name',
  'debug',
  'ejs',
  'emoji-regex',
  'escape-string-regexp',
  'get-package-type',
  'has-flag',
  'indent-string',
  'is-docker',
  'is-fullwidth-code-point',
  'is-inside-container',
  'is-wsl',
  'ms',
  'string-width',
  'strip-ansi',
  'supports-color',
  'widest-line',
  'wordwrap',
  'wrap-ansi',
];

for (const [words, ownModules, kilobytes] of [
  [['version'], 22, 260],
  [['replay', '--help'], 47, 280],
  [['--help'], 98, 350],
] as const) {
  test(`${words.join(' ')} prints what the checkout prints, and loads little more than oclif`, async (t) => {
    const list = join(folder, `loaded-${words.join('-')}`);
    const first = ['-r', join(import.meta.dirname, 'list-loaded.cjs')];
    const ran = await node([...first, program, ...words], { folder, env: { KEG_LOADED: list } });
    t.deepEqual(ran, await keg(words));
    const loaded = contentsOf(readFileSync(list, 'utf8').split('\n'));
    t.deepEqual(loaded.packages, OCLIF);
    t.true(loaded.own.length <= ownModules, `${loaded.own.length} modules: ${loaded.own.join(' ')}`);
    t.true(loaded.bytes <= kilobytes * 1000, `${loaded.bytes} bytes`);
  });
}

/** What is in these files of the bundle, by esbuild's account. */
function contentsOf(files: readonly string[]): { packages: string[]; own: string[]; bytes: number } {
  const { outputs } = JSON.parse(readFileSync(join(ROOT, 'dist', 'metafile.json'), 'utf8')) as Metafile;
  // compiled-code.cjs, which loads the others, is not made by esbuild.
  const built = files.filter((name) => name !== 'compiled-code.cjs');
  const loaded = built.map((name) => outputs[`dist/${name.replace(/\.cjs$/, '.js')}`]!);
  const inputs = loaded.flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const packages = inputs.map((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return {
    packages: [...new Set(packages.filter((name) => name !== undefined))].sort(),
    own: inputs.filter((path) => !path.includes('node_modules/')),
    bytes: sum(loaded.map(({ bytes }) => bytes)),
  };
}

function packageJson(): Readonly<Record<string, Readonly<Record<string, string>> | undefined>> {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
