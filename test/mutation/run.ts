/** `npm run mutation`: puts small faults into the core, one at a time, and counts how many the tests of its folder notice. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { randomStream } from '../../src/core/distributions/random-stream.ts';
import { Judge, type Judged, measureClean } from './judge.ts';
import type { WorkerInput } from './messages.ts';
import { instrument, type Mutant } from './mutants.ts';
import { type FolderResult, isNoticed, markdown, percent, shareNoticed, survivorLine } from './report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CORE = 'src/core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Mutants to try in each folder; all where it is not given. */
    sample: { type: 'string' },
    seed: { type: 'string', default: process.env.KEG_TEST_SEED ?? '1' },
    /** Seconds of tests that one mutant may cost. */
    'test-seconds': { type: 'string', default: '20' },
    /** Seconds after which a folder's run ends with the mutants that it has tried, from the end of the run without mutants. */
    'folder-seconds': { type: 'string', default: '7200' },
    /** The folder for mutation.json and mutation.md. */
    output: { type: 'string', default: join(ROOT, 'coverage', 'mutation') },
  },
});

const folders =
  positionals.length > 0
    ? positionals.map((path) => path.replace(/\/$/, ''))
    : readdirSync(join(ROOT, CORE)).map((name) => `${CORE}/${name}`);
const results: FolderResult[] = [];
for (const folder of folders) {
  const result = await runFolder(folder);
  if (result === undefined) continue;
  results.push(result);
  mkdirSync(values.output, { recursive: true });
  const command = `npm run mutation -- ${process.argv.slice(2).join(' ')}`.trim();
  writeFileSync(join(values.output, 'mutation.json'), JSON.stringify(results, null, 2));
  writeFileSync(join(values.output, 'mutation.md'), markdown(results, command));
}
const all = results.flatMap(({ judged }) => judged);
print(`\n  ${all.filter(isNoticed).length} mutants noticed of ${all.length}; results in ${values.output}`);

async function runFolder(folder: string): Promise<FolderResult | undefined> {
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  const files = sourcesOf(folder);
  const { sources, mutants } = await instrument(ROOT, files);
  const testFiles = testsOf(folder, files);
  print(`\n== ${folder}: ${mutants.length} mutants, ${testFiles.length} test files`);
  if (mutants.length === 0 || testFiles.length === 0) return undefined;
  const temporary = mkdtempSync(join(tmpdir(), 'keg-mutation-'));
  try {
    const input = join(temporary, 'input.json');
    writeFileSync(input, JSON.stringify({ sources, testFiles } satisfies WorkerInput));
    const clean = await measureClean(input);
    const seconds = clean.tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
    print(`${clean.tests.length} tests pass without a mutant in ${seconds.toFixed(1)} s`);
    for (const id of clean.failing) print(`left out, since it fails without a mutant: ${id}`);
    const judge = new Judge(input, clean, { testsPerMutant: Number(values['test-seconds']) * 1000 });
    const judged: Judged[] = [];
    const firstMutant = elapsed();
    for (const mutant of sample(mutants, folder)) {
      if (elapsed() - firstMutant > Number(values['folder-seconds'])) break;
      const each = await judge.judge(mutant);
      judged.push(each);
      if (!isNoticed(each)) print(survivorLine(each));
    }
    judge.stop();
    const { noticed, of, low, high } = shareNoticed(judged);
    print(
      `${folder}: ${noticed} of ${of} noticed, ${percent(noticed / of)} (${percent(low)} – ${percent(high)}), ${elapsed().toFixed(0)} s`,
    );
    return { folder, total: mutants.length, judged, seconds: elapsed() };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A seeded sample without replacement, or all. */
function sample(mutants: readonly Mutant[], folder: string): readonly Mutant[] {
  if (values.sample === undefined) return mutants;
  const random = randomStream(Number(values.seed), 'mutation', folder);
  const keyed = mutants.map((mutant) => ({ mutant, key: random() }));
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, Number(values.sample))
    .map(({ mutant }) => mutant);
}

function sourcesOf(path: string): readonly string[] {
  return statSync(join(ROOT, path)).isFile() ? [path] : filesUnder(path, '.ts');
}

/** The tests of the mirrored folder; where it has none, all tests of the core that import what is mutated. */
function testsOf(path: string, files: readonly string[]): readonly string[] {
  const mirrored = path.split('/').slice(1, 3).join('/');
  const tests = filesUnder('test/core', '.test.ts');
  const own = tests.filter((file) => file.startsWith(`test/${mirrored}/`));
  return own.length > 0
    ? own
    : tests.filter((file) => imports(file).some((target) => files.includes(target)));
}

/** The modules that a test imports for more than their types. */
function imports(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/^import (?!type\b)[^'";]*?from '(\.[^']+)'/gm);
  return [...found].map(([, target = '']) => relative(ROOT, join(ROOT, dirname(file), target)));
}

function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
