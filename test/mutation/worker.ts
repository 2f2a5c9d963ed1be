/** The process that loads instrumented code and its tests once, and runs tests with one mutant after another switched on. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beginFile, type DeclaredTest, declaredTests } from './ava-in-process.ts';
import type { Loaded, MeasuredTest, RunReply, RunRequest, WorkerInput } from './messages.ts';

/** The global through which instrumented code learns the active mutant and counts what it covers. */
interface MutantSwitch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  isCounting?: boolean;
  mutantCoverage?: {
    static: Record<string, number>;
    perTest: Record<string, Record<string, number>>;
  };
}

const ROOT = join(import.meta.dirname, '..', '..');
const SHIM = pathToFileURL(join(import.meta.dirname, 'ava-in-process.ts')).href;
const input = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as WorkerInput;
const namespace = globalThis as unknown as { __stryker__?: MutantSwitch };
namespace.__stryker__ ??= {};
const mutantSwitch = namespace.__stryker__;

// Counterexamples are not shrunk: that a property fails is enough here.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'ava' ? { url: SHIM, shortCircuit: true } : next(specifier, context),
  load(url, context, next) {
    const source = url.startsWith('file:') ? input.sources[fileURLToPath(url)] : undefined;
    return source === undefined
      ? next(url, context)
      : { format: 'module-typescript', source, shortCircuit: true };
  },
});

let byId = new Map<string, DeclaredTest>();
send(await load());
process.on('message', (request: RunRequest) => void run(request).then(send));

async function load(): Promise<Loaded> {
  let loadError: string | undefined;
  for (const file of input.testFiles) {
    beginFile(file);
    try {
      await import(pathToFileURL(join(ROOT, file)).href);
    } catch (error) {
      loadError ??= `${file}: ${String(error)}`;
    }
  }
  byId = new Map(declaredTests().map((test) => [test.id, test]));
  const covered = Object.keys(mutantSwitch.mutantCoverage?.static ?? {});
  return { tests: [...byId.keys()], static: covered, ...(loadError !== undefined && { loadError }) };
}

async function run({ tests, mutant, hitLimit, measures = false }: RunRequest): Promise<RunReply> {
  const measured: MeasuredTest[] = [];
  let failed: string | undefined;
  // A worker that was started with a mutant keeps it.
  if (mutant !== undefined) mutantSwitch.activeMutant = mutant;
  mutantSwitch.hitCount = hitLimit === undefined ? undefined : 0;
  mutantSwitch.hitLimit = hitLimit;
  mutantSwitch.isCounting = measures;
  for (const id of tests) {
    const test = byId.get(id);
    if (test === undefined) continue;
    const start = performance.now();
    if (measures) mutantSwitch.currentTestId = id;
    const isPassed = await passes(test);
    mutantSwitch.currentTestId = undefined;
    if (measures) {
      const coverage = mutantSwitch.mutantCoverage?.perTest[id] ?? {};
      measured.push({ id, file: test.file, isPassed, coverage, milliseconds: performance.now() - start });
    } else if (!isPassed) {
      failed = id;
      break;
    }
  }
  if (measures) return { measured };
  mutantSwitch.hitCount = undefined;
  if (mutant !== undefined) mutantSwitch.activeMutant = undefined;
  if (failed === undefined) return {};
  const test = byId.get(failed);
  const isSpoilt = mutant !== undefined && test !== undefined && !(await passes(test));
  return { failed, isSpoilt };
}

async function passes(test: DeclaredTest): Promise<boolean> {
  try {
    await test.run();
    return true;
  } catch {
    return false;
  }
}

function send(message: Loaded | RunReply): void {
  process.send?.(message);
}
