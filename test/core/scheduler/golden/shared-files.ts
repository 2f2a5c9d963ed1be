/** Reads the golden files that lie beside the repository, if they are there. */
import { existsSync, readFileSync } from 'node:fs';

const SHARED = new URL('../../../../../shared/golden/', import.meta.url);

/** The parsed lines of a JSON Lines file, or undefined where `../shared` is not there. */
export function readGolden<Line>(path: string): Line[] | undefined {
  const file = new URL(path, SHARED);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
