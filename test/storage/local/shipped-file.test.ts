/** Files that keg brings itself are found from every folder. */
import { existsSync } from 'node:fs';
import test from 'ava';
import { shippedFile } from '../../../src/storage/local/shipped-file.ts';

test('a file of fixtures is found in the folder of keg', (t) => {
  t.true(existsSync(shippedFile('fixtures/gpu-day.yaml') ?? ''));
  t.true(existsSync(shippedFile('fixtures/gallery/node-drain.yaml') ?? ''));
});

test('no other file of keg is, and none that it does not have', (t) => {
  for (const path of ['package.json', 'src/cli/main.ts', 'fixtures/none.yaml', './fixtures-of-mine/a.yaml'])
    t.is(shippedFile(path), undefined, path);
});
