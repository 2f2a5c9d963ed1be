/** Reads the golden files that lie beside the repository, if they are there. */
import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../shared.ts';

/** The parsed lines of a JSON Lines file, or undefined where `../shared` is not there. */
export function readGolden<Line>(path: string): Line[] | undefined {
  const file = sharedPath(`golden/${path}`);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
