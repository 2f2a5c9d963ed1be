/** `npm run release`: builds the files of a release into out/. KEG_RELEASE_TAG is the tag that they must have the version of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildRelease } from './build-release.ts';

const ROOT = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { out: { type: 'string', default: join(ROOT, 'out') } },
});

try {
  checkTag(process.env.KEG_RELEASE_TAG);
  await buildRelease(values.out, (line) => void process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`Error: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function checkTag(tag: string | undefined): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  if (tag !== undefined && tag !== `v${version}`) {
    throw new Error(`the tag is ${tag}, and package.json has the version ${version}`);
  }
}
