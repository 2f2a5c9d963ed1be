/** CSV files in their folder. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { writeCsvFolder } from '../../src/storage/csv-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const FILES = new Map([
  ['b.csv', 'x\n1\n'],
  ['a.csv', 'y\n2\n'],
]);

test('the folder is made with all above it, and the paths come back in order', (t) => {
  const folder = join(temporaryFolder(t), 'results', 'day');
  t.deepEqual(writeCsvFolder(folder, FILES), [join(folder, 'b.csv'), join(folder, 'a.csv')]);
  t.is(readFileSync(join(folder, 'a.csv'), 'utf8'), 'y\n2\n');
});

test('files of the same names are replaced, others stay', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.csv'), 'old');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  writeCsvFolder(folder, FILES);
  t.is(readFileSync(join(folder, 'a.csv'), 'utf8'), 'y\n2\n');
  t.deepEqual(readdirSync(folder).sort(), ['a.csv', 'b.csv', 'notes.txt']);
});

test('a folder that cannot be made is told with what to do', (t) => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const error = t.throws(() => writeCsvFolder(join(file, 'day'), FILES), {
    instanceOf: UserError,
    message: /^the folder .* cannot be made/,
  });
  t.is((error as UserError).next, 'choose another --csv-dir');
});
