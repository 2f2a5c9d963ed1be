/** Reads the reference material that lies beside the checkout, and skips the tests that need it where it is missing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

/** KEG_WITHOUT_SHARED hides the folder, so that a run is as on a machine without it. */
const SHARED = process.env.KEG_WITHOUT_SHARED
  ? join(import.meta.dirname, 'no-shared')
  : join(import.meta.dirname, '..', '..', 'shared');

const isHere = existsSync(SHARED);

type Body = (t: ExecutionContext) => void | Promise<void>;

/** Declares a test that compares with ../shared; where the folder is missing, the test is skipped and its title states why. */
export function testWithShared(title: string, body: Body): void {
  declare(test, title, body);
}

/** The same for a test that runs alone in its file. */
testWithShared.serial = (title: string, body: Body): void => declare(test.serial, title, body);

function declare(kind: typeof test | typeof test.serial, title: string, body: Body): void {
  if (isHere) kind(title, body);
  else kind.skip(`skipped without ../shared: ${title}`, body);
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
