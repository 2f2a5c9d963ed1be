/** Tests of the folder of a report's files. */
import { linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { writeResultsFolder } from '../../src/storage/results-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const NEW = { flag: '--csv-dir', inputs: [], force: false };

const FILES = new Map([
  ['b.csv', 'x\n1\n'],
  ['a.csv', 'y\n2\n'],
]);

test('the folder and its parents are created, and the paths are returned in order', async (t) => {
  const folder = join(temporaryFolder(t), 'results', 'day');
  t.deepEqual(await writeResultsFolder(folder, FILES, NEW), [join(folder, 'b.csv'), join(folder, 'a.csv')]);
  t.is(readFileSync(join(folder, 'a.csv'), 'utf8'), 'y\n2\n');
});

test('with force, files of the same names are replaced and others stay', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.csv'), 'old');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await writeResultsFolder(folder, FILES, { ...NEW, force: true });
  t.is(readFileSync(join(folder, 'a.csv'), 'utf8'), 'y\n2\n');
  t.deepEqual(readdirSync(folder).sort(), ['a.csv', 'b.csv', 'notes.txt']);
});

test('without force a file in the way is refused, and none is written', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.csv'), 'old');
  await t.throwsAsync(writeResultsFolder(folder, FILES, NEW), {
    instanceOf: UserError,
    message: /a\.csv already exists/,
  });
  t.deepEqual(readdirSync(folder), ['a.csv']);
});

test('an input in the folder is never written over, also with force and through a link', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'day.yaml'), 'mine');
  linkSync(join(folder, 'day.yaml'), join(folder, 'a.csv'));
  const options = { ...NEW, inputs: [join(folder, 'day.yaml')], force: true };
  await t.throwsAsync(writeResultsFolder(folder, FILES, options), {
    instanceOf: UserError,
    message: /is an input/,
  });
  t.deepEqual(readdirSync(folder).sort(), ['a.csv', 'day.yaml']);
});

test('the error for a folder that cannot be created has a next step', async (t) => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const error = await t.throwsAsync(writeResultsFolder(join(file, 'day'), FILES, NEW), {
    instanceOf: UserError,
    message: /^the folder .* cannot be created/,
  });
  t.is((error as UserError | undefined)?.next, 'choose another --csv-dir');
});
