/** `npm run release:twice`: builds a release twice and compares the sums. Exit code 1 if a file differs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRelease } from './build-release.ts';

const folder = mkdtempSync(join(tmpdir(), 'keg-release-'));
try {
  const [first = [], second = []] = [await sumsOfBuild('first'), await sumsOfBuild('second')];
  const differences = first.filter((line) => !second.includes(line));
  const isEqual = first.length === second.length && differences.length === 0;
  const verdict = isEqual ? `${first.length} files, equal in both builds` : 'the builds differ:';
  process.stdout.write(`${[verdict, ...(isEqual ? first : differences)].join('\n')}\n`);
  process.exitCode = isEqual ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function sumsOfBuild(name: string): Promise<readonly string[]> {
  await buildRelease(join(folder, name), () => undefined);
  return readFileSync(join(folder, name, 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n');
}
