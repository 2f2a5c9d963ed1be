/** Tests of local atomic files: they appear whole or not at all. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { openAtomicFile, writeFileAtomically } from '../../../src/storage/atomic-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

test('a file appears with its whole content when it is committed', async (t) => {
  const folder = temporaryFolder(t);
  const file = openAtomicFile(join(folder, 'a'));
  file.write('one ');
  file.write(Buffer.from('two'));
  t.false(existsSync(join(folder, 'a')));
  await file.commit();
  t.is(readFileSync(join(folder, 'a'), 'utf8'), 'one two');
  t.deepEqual(readdirSync(folder), ['a']);
});

test('a discarded file leaves nothing, and an earlier file stays', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a'), 'mine');
  const file = openAtomicFile(join(folder, 'a'));
  file.write('other');
  file.discard();
  t.is(readFileSync(join(folder, 'a'), 'utf8'), 'mine');
  t.deepEqual(readdirSync(folder), ['a']);
});

test('after a commit, discard and commit do nothing', async (t) => {
  const folder = temporaryFolder(t);
  const file = openAtomicFile(join(folder, 'a'));
  file.write('x');
  await file.commit();
  file.discard();
  await file.commit();
  t.is(readFileSync(join(folder, 'a'), 'utf8'), 'x');
});

test('the target of a link is replaced and the link stays', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'real'), 'old');
  symlinkSync('real', join(folder, 'link'));
  await writeFileAtomically(join(folder, 'link'), 'new');
  t.is(readFileSync(join(folder, 'real'), 'utf8'), 'new');
  t.deepEqual(readdirSync(folder).sort(), ['link', 'real']);
});

test('a pipe or device is written directly', async (t) => {
  if (process.platform === 'win32') return t.pass();
  await writeFileAtomically('/dev/null', 'gone');
  t.false(existsSync(`/dev/null.${process.pid}.partial`));
  t.true(existsSync('/dev/null'));
});

test('without overwrite a file that appears during writing is kept', async (t) => {
  const folder = temporaryFolder(t);
  const file = openAtomicFile(join(folder, 'a'), { overwrite: false });
  file.write('mine');
  writeFileSync(join(folder, 'a'), 'theirs');
  await t.throwsAsync(file.commit(), { instanceOf: UserError, message: / already exists$/ });
  t.is(readFileSync(join(folder, 'a'), 'utf8'), 'theirs');
  t.deepEqual(readdirSync(folder), ['a']);
});

for (const [what, path, message] of [
  ['a folder that is not there', 'none/a', /^there is no folder /],
  ['a folder that is a file', 'file/a', / is not a folder$/],
  ['a name that is too long', 'a'.repeat(300), /^the name .* is too long$/],
] as const) {
  test(`${what} is a usage error in one line`, (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'file'), '');
    t.throws(() => openAtomicFile(join(folder, path)), { instanceOf: UserError, message });
    t.deepEqual(readdirSync(folder), ['file']);
  });
}

test('a folder that may not be written to is a usage error in one line', (t) => {
  if (process.platform === 'win32' || process.getuid?.() === 0) {
    t.log('SKIPPED: nothing is forbidden to this user');
    return t.pass();
  }
  const folder = join(temporaryFolder(t), 'closed');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  t.throws(() => openAtomicFile(join(folder, 'a')), {
    instanceOf: UserError,
    message: / may not be written$/,
  });
});

test.serial('signals have their default effect once no file is open', async (t) => {
  const folder = temporaryFolder(t);
  const listeners = (): number =>
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).reduce(
      (sum, signal) => sum + process.listenerCount(signal),
      0,
    );
  const before = listeners();
  const files = ['a', 'b'].map((name) => openAtomicFile(join(folder, name)));
  t.is(listeners(), before + 3, 'one listener a signal, however many files');
  await files[0]!.commit();
  t.is(listeners(), before + 3);
  files[1]!.discard();
  t.is(listeners(), before);
});
