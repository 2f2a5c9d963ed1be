/** Reads the reference material that lies beside the checkout, and says so where it does not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

const SHARED = join(import.meta.dirname, '..', '..', 'shared');

/** KEG_WITHOUT_SHARED leaves it out where it is there, as on a machine that never had it. */
const isHere = existsSync(SHARED) && !process.env.KEG_WITHOUT_SHARED;

/** Declares a test that compares with ../shared; where that is not there, the test is listed as skipped and says why. */
export function testWithShared(title: string, body: (t: ExecutionContext) => void | Promise<void>): void {
  if (isHere) test(title, body);
  else test.skip(`skipped, for ../shared is not here: ${title}`, body);
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
