/** Tests of reading small text files whole. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { readTextFile } from '../../src/storage/text-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('text is read as UTF-8, without a byte order mark', async (t) => {
  const path = join(temporaryFolder(t), 'a');
  writeFileSync(path, '\uFEFFgrün: 💡\n');
  t.is(await readTextFile(path), 'grün: 💡\n');
});

test('a missing file and a folder are named, with exit code 2', async (t) => {
  const folder = temporaryFolder(t);
  const missing = await t.throwsAsync(() => readTextFile(join(folder, 'none')), {
    instanceOf: UserError,
    message: /^there is no file /,
  });
  t.is((missing as UserError).exitCode, 2);
  await t.throwsAsync(() => readTextFile(folder), { instanceOf: UserError, message: / is a folder$/ });
});
