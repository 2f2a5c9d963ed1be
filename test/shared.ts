/** Reads the reference material that lies beside the checkout, and skips the tests that need it where it is missing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

/** KEG_WITHOUT_SHARED hides the folder, so that a run is as on a machine without it. */
const SHARED = process.env.KEG_WITHOUT_SHARED
  ? join(import.meta.dirname, 'no-shared')
  : join(import.meta.dirname, '..', '..', 'shared');

const isHere = existsSync(SHARED);

/** Declares a test that compares with ../shared; where the folder is missing, the test is skipped and its title states why. */
export function testWithShared(title: string, body: (t: ExecutionContext) => void | Promise<void>): void {
  if (isHere) test(title, body);
  else test.skip(`skipped without ../shared: ${title}`, body);
}

/** The absolute path of a file in ../shared. */
export function sharedPath(path: string): string {
  return join(SHARED, path);
}

export function sharedText(path: string): string {
  return readFileSync(sharedPath(path), 'utf8');
}

/** The parsed JSON of every line. */
export function sharedLines<Line>(path: string): Line[] {
  const lines = sharedText(path).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
