/** Finds the recording that a scenario names: its path is relative to the scenario file. */
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Scenario } from '../core/scenario/scenario.ts';

/** The path of the recording that `metadata.recorded` names; undefined if the scenario names none. */
export function recordedFileOf(file: string, { recorded }: Scenario): string | undefined {
  if (recorded === undefined) return undefined;
  return isAbsolute(recorded) ? recorded : join(dirname(file), recorded);
}

/** How a scenario in another file names the same recording. */
export function recordedFrom(output: string, recordedFile: string): string {
  const path = relative(dirname(resolve(output)), resolve(recordedFile));
  return path.replaceAll('\\', '/');
}
