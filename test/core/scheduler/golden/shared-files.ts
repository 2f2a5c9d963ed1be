/** Reads the golden files beside the repository, if they exist. */
import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../shared.ts';

/** The parsed lines of a JSON Lines file. Undefined without `../shared`. */
export function readGolden<Line>(path: string): Line[] | undefined {
  const file = sharedPath(`golden/${path}`);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
