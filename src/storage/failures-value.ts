/** Reads the values of `--failures`: an entry as it stands in a scenario, or a scenario file that has some. */
import { UserError } from '../core/errors/user-error.ts';
import type { DrawnFailures } from '../core/scenario/drawn-failures.ts';
import { loadScenario } from '../core/scenario/load-scenario.ts';
import { loadScenarioFile } from './scenario-file.ts';
import { readTextFile } from './text-file.ts';

const EXAMPLE = "'{nodes: worker, betweenFailures: 72h, repair: 10m}'";

/** Whether a value is an entry in place of the name of a file. */
function isFailureEntry(value: string): boolean {
  return value.trimStart().startsWith('{');
}

/**
 * Each entry has a name of its own, so that no two draw the same times.
 *
 * @throws {UserError} for an entry or a file that is not valid, and for a file without `events.failures`.
 */
export async function readFailures(values: readonly string[]): Promise<readonly DrawnFailures[]> {
  const all: DrawnFailures[] = [];
  const names = new Set<string>();
  for (const value of values) {
    for (const entry of isFailureEntry(value) ? entriesOf(value) : await entriesOfFile(value)) {
      let { name } = entry;
      for (let next = 2; names.has(name); next += 1) name = `${entry.name}-${next}`;
      names.add(name);
      all.push({ ...entry, name });
    }
  }
  return all;
}

function entriesOf(value: string): readonly DrawnFailures[] {
  const text = `apiVersion: keg.dev/v1alpha1\nkind: Scenario\nevents: {failures: [${value}]}\n`;
  const { scenario, problems } = loadScenario(text, '--failures');
  // A key that is not known, such as a misspelt repair, would be left out.
  const problem = problems.find(({ severity, code }) => severity === 'error' || code === 'unknown-key');
  if (!problem && scenario?.failures?.length === 1) return scenario.failures;
  const what = (problem?.message ?? 'is more than one entry').replace(
    /^events\.failures(?:\[0\])?[.: ]*/,
    '',
  );
  throw new UserError(`--failures ${value}: ${what}`, { next: `write for example --failures ${EXAMPLE}` });
}

async function entriesOfFile(file: string): Promise<readonly DrawnFailures[]> {
  const { scenario, problems } = await loadScenarioFile(await readTextFile(file), file);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) {
    const next = error.next ?? `kubectl keg validate ${file} checks it`;
    throw new UserError(error.message, { position: error.position, next });
  }
  if (scenario?.failures && scenario.failures.length > 0) return scenario.failures;
  throw new UserError('this file has no events.failures', {
    position: { file },
    next: `give a scenario that has some, or an entry, such as --failures ${EXAMPLE}`,
  });
}
