/** Prices of nodes by pool, and lists of limits, are read, and every fault is named with its place. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { readLimitFile } from '../../src/storage/limit-file.ts';
import { readPriceFile } from '../../src/storage/price-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('a price belongs to a pool; nodes without a pool have the empty name', async (t) => {
  const file = join(temporaryFolder(t), 'prices.yaml');
  writeFileSync(file, 'pools:\n  g2: 3.2\n  "": 0\n');
  t.deepEqual(
    [...(await readPriceFile(file))],
    [
      ['g2', 3.2],
      ['', 0],
    ],
  );
});

for (const [text, message, line] of [
  ['pools: [1]\n', 'pools is no map of pools to prices', 1],
  ['pools:\n  g2: cheap\n', 'pools.g2 is no number', 2],
  ['pools:\n  g2: -1\n', 'pools.g2 is negative', 2],
  ['just text\n', 'the file is no file of prices', 1],
] as const) {
  test(`refused: ${text.trim().replaceAll('\n', ' ')}`, async (t) => {
    const file = join(temporaryFolder(t), 'prices.yaml');
    writeFileSync(file, text);
    const error = await t.throwsAsync(readPriceFile(file), { instanceOf: UserError });
    t.is(error?.message, message);
    t.is(error?.position?.line, line);
    t.regex(error?.next ?? '', /price for one node and one hour/);
  });
}

for (const text of ['', '[]', '- 5', '- waiting'])
  test(`a list of limits is refused: ${text || 'an empty file'}`, async (t) => {
    const file = join(temporaryFolder(t), 'limits.yaml');
    writeFileSync(file, text);
    const error = await t.throwsAsync(readLimitFile(file), { instanceOf: UserError });
    t.regex(error?.next ?? '', /waiting\.p95 < 30s/);
  });
