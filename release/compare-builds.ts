/** `npm run release:again`: builds the release of out/ a second time and compares the sums. Exit code 1 if a file differs. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRelease } from './build-release.ts';

const OUT = join(import.meta.dirname, '..', 'out');
const again = mkdtempSync(join(tmpdir(), 'keg-release-'));
try {
  if (!existsSync(join(OUT, 'SHA256SUMS'))) await buildRelease(OUT, () => undefined);
  await buildRelease(again, () => undefined);
  const [first, second] = [sumsIn(OUT), sumsIn(again)];
  const differences = first.filter((line) => !second.includes(line));
  const isEqual = first.length === second.length && differences.length === 0;
  const verdict = isEqual ? `${first.length} files, equal in both builds:` : 'the builds differ:';
  process.stdout.write(`${[verdict, ...(isEqual ? first : differences)].join('\n')}\n`);
  process.exitCode = isEqual ? 0 : 1;
} finally {
  rmSync(again, { recursive: true, force: true });
}

function sumsIn(folder: string): readonly string[] {
  return readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
}
