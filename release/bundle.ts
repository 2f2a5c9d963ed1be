/**
 * Bundles keg and its dependencies into dist/, as CommonJS files. Each loads only when it is needed.
 *
 * - keg.cjs exports `main` and `loadCommands`; bin/kubectl-keg.cjs of the npm package calls them.
 * - fit-worker.cjs runs in a thread of `fit`, play-worker.cjs in a thread of `compare`.
 * - chunk-*.cjs are required by these and by each other, as `./chunk-*.cjs`.
 * - compiled-code.cjs loads these files and keeps their compiled code between starts.
 * - loader.cjs is the main script of a single executable. All other .cjs files, and loader.cjs too, are its assets by their name.
 * - metafile.json is esbuild's account: it names the sources in each file. The list of packages comes from it.
 *
 * esbuild splits only ES modules. A second pass turns each of its files into CommonJS, which starts sooner and needs no files on disk.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Metafile, type Plugin, transform } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { fixedExports, withFixedImports } from './fixed-exports.ts';
import { lateRequires } from './late-requires.ts';
import { withLeanExports } from './lean-exports.ts';
import { checkLicences } from './licences.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const BUNDLED = 'release/bundled';
const TARGET = 'node22.18';

/** Modules that do not work in a bundle, or cost much time or room, with the file of release/bundled that takes their place. */
const IN_PLACE_OF: readonly (readonly [module: RegExp, file: string])[] = [
  [/\/page-text\.ts$/, 'page-text.cjs'],
  [/\/start-worker\.ts$/, 'start-worker.ts'],
  [/^cli-spinners$/, 'cli-spinners.cjs'],
  [/^cli-table3$/, 'cli-table3.cjs'],
  [/^ejs$/, 'ejs.cjs'],
  [/^(?:lilconfig|minimatch|tinyglobby)$/, 'no-search.cjs'],
  [/^string-width$/, 'string-width.cjs'],
  [/^wsl-utils$/, 'wsl-utils.ts'],
  [/^undici$/, 'undici.cjs'],
  [/\/client-h2\.js$/, 'no-http2.cjs'],
  [/\/web\/(?:webidl|fetch\/(?:body\.js|formdata))$/, 'no-form-data.cjs'],
  // The two parsers differ only in the processor's instructions that they use. This one runs on every processor.
  [/\/llhttp_simd-wasm\.js$/, 'http-parser.cjs'],
];

const inPlaceOf: Plugin = {
  name: 'in-place-of',
  setup({ onResolve }) {
    for (const [filter, file] of IN_PLACE_OF) {
      const path = join(ROOT, BUNDLED, file);
      // The file itself loads the module whose place it takes.
      onResolve({ filter }, ({ importer }) => (importer === path ? undefined : { path }));
    }
  },
};

/** Scripts and styles of pages are data of keg. They are kept compressed, which packs better than gzip does it later. */
const pageTexts: Plugin = {
  name: 'page-texts',
  setup({ onLoad }) {
    const filter = /[/\\](?:render[/\\]html[/\\]page|uplot[/\\]dist)[/\\][^/\\]+$/;
    onLoad({ filter }, async ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const isOwn = !path.includes('uplot');
      const loader = path.endsWith('.css') ? 'css' : 'js';
      const { code } = isOwn ? await transform(text, { loader, minify: true }) : { code: text };
      return { contents: brotliCompressSync(code).toString('base64'), loader: 'text' };
    });
  },
};

/** The HTTP parser of undici is a program in WebAssembly. It is kept compressed too. */
const httpParser: Plugin = {
  name: 'http-parser',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]llhttp-wasm\.js$/ }, ({ path }) => {
      const program: Uint8Array = createRequire(import.meta.url)(path);
      return { contents: brotliCompressSync(program).toString('base64'), loader: 'text' };
    });
  },
};

export interface Bundle {
  /** The text of each file by its name, in the order of their names. */
  readonly files: ReadonlyMap<string, string>;
  readonly metafile: Metafile;
}

/** Two calls return the same bytes. */
export async function bundle(): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      keg: `${BUNDLED}/entry.ts`,
      'fit-worker': 'src/verbs/fit/fit-worker.ts',
      'play-worker': 'src/cli/compare/play-worker.ts',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    // undici leaves out its experimental parser of HTTP, as in Node itself.
    define: { esbuildDetection: '1' },
    minify: true,
    metafile: true,
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
    preserveSymlinks: true,
    // oclif loads it only for plugins in TypeScript.
    external: ['typescript', 'ts-node', 'tsx'],
    plugins: [inPlaceOf, pageTexts, httpParser, lateRequires],
  });
  const modules = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const fixed = fixedExports(modules);
  const files = Array.from(
    modules,
    async ([name, text]) =>
      [commonName(name), await common(withFixedImports(text, fixed), fixed.get(name))] as const,
  );
  const built = inOrder(await Promise.all(files));
  const loader = ['loader.cjs', await small('loader.cjs')] as const;
  const compiledCode = ['compiled-code.cjs', await keptCode(built)] as const;
  return {
    files: new Map(inOrder([...built, loader, compiledCode])),
    metafile,
  };
}

type NamedText = readonly [name: string, text: string];

function inOrder(files: readonly NamedText[]): NamedText[] {
  return files.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** With a hash of the files whose compiled code it keeps. */
async function keptCode(files: readonly NamedText[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  return (await small('compiled-code.cjs')).replace('BUNDLE_HASH', hash);
}

/** A file of release/bundled without its comments. */
async function small(name: string): Promise<string> {
  const text = readFileSync(join(ROOT, BUNDLED, name), 'utf8');
  return (await transform(text, { platform: 'node', target: TARGET, minify: true })).code;
}

async function common(esModule: string, fixed: ReadonlySet<string> = new Set()): Promise<string> {
  const { code } = await transform(esModule, {
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    minify: true,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname' },
    logLevel: 'warning',
  });
  return withLeanExports(code, fixed).replaceAll(
    /require\("\.\/([\w-]+\.js)"\)/g,
    (_, name: string) => `require("./${commonName(name)}")`,
  );
}

function commonName(name: string): string {
  return name.replace(/\.js$/, '.cjs');
}

if (import.meta.main) {
  const { files, metafile } = await bundle();
  const packages = bundledPackages(metafile, ROOT);
  checkLicences(packages);
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST);
  for (const [name, code] of files) writeFileSync(join(DIST, name), code);
  writeFileSync(join(DIST, 'metafile.json'), `${JSON.stringify(metafile, undefined, 1)}\n`);
  writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(packages));
}
