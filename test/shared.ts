/** Reads the reference material that lies beside the checkout, and says so where it does not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

const SHARED = join(import.meta.dirname, '..', '..', 'shared');

/** False, after saying in the test's log that it is skipped, where there is no ../shared. */
export function isSharedHere(t: ExecutionContext): boolean {
  if (existsSync(SHARED)) return true;
  t.log('SKIPPED: ../shared is not here, so this test compared nothing');
  t.pass();
  return false;
}

export function sharedPath(path: string): string {
  return join(SHARED, path);
}

export function sharedText(path: string): string {
  return readFileSync(sharedPath(path), 'utf8');
}

/** The JSON of every line. */
export function sharedLines<Line>(path: string): Line[] {
  const lines = sharedText(path).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
