/** Finds the recording that a scenario names: its path is relative to the scenario file. */
import { dirname, relative, resolve } from 'node:path';
import type { Scenario } from '../core/scenario/scenario.ts';
import { fileBeside } from './scenario-file.ts';

/** The path of the recording that `metadata.recorded` names; undefined if the scenario names none. */
export function recordedFileOf(file: string, { recorded }: Scenario): string | undefined {
  if (recorded === undefined) return undefined;
  return fileBeside(file, recorded);
}

/** How a scenario in another file names the same file. */
export function pathFrom(output: string, file: string): string {
  const path = relative(dirname(resolve(output)), resolve(file));
  return path.replaceAll('\\', '/');
}
