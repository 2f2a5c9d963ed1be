/** Loads a scenario with the tables that it names, whose paths are relative to the scenario file. */
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { type LoadedScenario, loadScenario } from '../core/scenario/load-scenario.ts';
import type { ReadNamed } from '../core/scenario/requests-table.ts';
import type { ServerCheck } from '../core/scenario/server-rules/refused-by-server.ts';
import { readTextFile } from './text-file.ts';

/**
 * A table that cannot be read is an error where the scenario names it.
 *
 * @param path - of the scenario.
 * @param onTable - receives the path of each table that it names.
 * @param check how strictly its objects are checked by the rules of an API server.
 */
export async function loadScenarioFile(
  text: string,
  path: string,
  onTable: (file: string) => void = () => {},
  check: ServerCheck = {},
): Promise<LoadedScenario> {
  const wanted = new Set<string>();
  const note: ReadNamed = (name) => {
    wanted.add(name);
    return { refusal: 'is not read yet' };
  };
  const loaded = loadScenario(text, path, note, check);
  if (wanted.size === 0) return loaded;
  const tables = new Map<string, ReturnType<ReadNamed>>();
  for (const name of wanted) {
    const file = fileBeside(path, name);
    onTable(file);
    tables.set(name, await readTable(file));
  }
  return loadScenario(text, path, (name) => tables.get(name)!, check);
}

/** Where a file is that a scenario names. */
export function fileBeside(scenario: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(scenario), name);
}

async function readTable(file: string): Promise<ReturnType<ReadNamed>> {
  try {
    return { file, text: await readTextFile(file) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { refusal: error.message };
  }
}
