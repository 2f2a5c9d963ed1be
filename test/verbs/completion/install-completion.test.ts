/** `completion install` and `uninstall`: where the file goes, and that a file of another program stays. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { installCompletion } from '../../../src/verbs/completion/install-completion.ts';
import type { CompletionPlace } from '../../../src/verbs/completion/kubectl-completer.ts';
import { removeCompletion } from '../../../src/verbs/completion/remove-completion.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const NAME = 'kubectl_complete-keg';

/** A home folder with some folders of PATH, in their order, and programs in them. */
function machine(t: ExecutionContext, folders: readonly string[], programs: readonly string[] = []) {
  const root = temporaryFolder(t);
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  for (const program of programs) writeFileSync(join(root, program), '', { mode: 0o755 });
  const path = folders.map((folder) => join(root, folder)).join(delimiter);
  const place: CompletionPlace = { path, home: join(root, 'home'), isWindows: false };
  return { root, place, file: (folder: string) => join(root, folder, NAME) };
}

const DEFAULT = { force: false };

test('the file goes beside the programs of krew if they are on PATH', async (t) => {
  const { place, file } = machine(t, ['system', 'home/bin', 'home/.krew/bin'], ['home/bin/kubectl-keg']);
  const installed = await installCompletion(DEFAULT, place);
  t.deepEqual(installed, {
    file: file('home/.krew/bin'),
    isRenewed: false,
    isOnPath: true,
    isKegOnPath: true,
  });
});

test('KREW_ROOT names the folder of krew', async (t) => {
  const { root, place, file } = machine(t, ['home/.krew/bin', 'krew/bin']);
  const installed = await installCompletion(DEFAULT, { ...place, krewRoot: join(root, 'krew') });
  t.is(installed.file, file('krew/bin'));
});

test('without krew the file goes beside kubectl-keg, then into the home folder, then anywhere', async (t) => {
  const beside = machine(t, ['system', 'opt', 'home/bin'], ['opt/kubectl-keg']);
  t.is((await installCompletion(DEFAULT, beside.place)).file, beside.file('opt'));
  const own = machine(t, ['system', 'home/bin']);
  t.is((await installCompletion(DEFAULT, own.place)).file, own.file('home/bin'));
  const any = machine(t, ['project/node_modules/.bin', 'system']);
  t.is((await installCompletion(DEFAULT, any.place)).file, any.file('system'));
});

test('a machine without a folder that may be written is an error with the next step', async (t) => {
  const { place } = machine(t, []);
  const error = await t.throwsAsync(installCompletion(DEFAULT, place), { instanceOf: UserError });
  t.is(error.message, 'no folder of PATH may be written');
  t.regex(error.next ?? '', /--folder/);
});

test('the file is a program that asks kubectl-keg, and a second installation renews it', async (t) => {
  const { place, file } = machine(t, ['system']);
  await installCompletion(DEFAULT, place);
  t.is(statSync(file('system')).mode & 0o111, 0o111 & ~process.umask());
  t.regex(readFileSync(file('system'), 'utf8'), /^#!\/bin\/sh\n# .*\nexec kubectl-keg __complete "\$@"\n$/);
  t.true((await installCompletion(DEFAULT, place)).isRenewed);
});

test('the folder of --folder is used also if it is not on PATH, and the answer says so', async (t) => {
  const { root, place } = machine(t, ['system']);
  mkdirSync(join(root, 'elsewhere'));
  const installed = await installCompletion({ folder: join(root, 'elsewhere'), force: false }, place);
  t.is(installed.file, join(root, 'elsewhere', NAME));
  t.false(installed.isOnPath);
  t.false(installed.isKegOnPath);
});

test('on Windows the file is a batch file', async (t) => {
  const { root, place } = machine(t, ['system'], ['system/kubectl-keg.exe']);
  const installed = await installCompletion(DEFAULT, { ...place, isWindows: true });
  t.is(installed.file, join(root, 'system', `${NAME}.cmd`));
  t.true(installed.isKegOnPath);
  t.regex(readFileSync(installed.file, 'utf8'), /^@rem .*\r\n@kubectl-keg __complete %\*\r\n$/);
});

test('a file of another program stays, unless --force is given', async (t) => {
  const { place, file } = machine(t, ['system']);
  writeFileSync(file('system'), 'another program\n');
  const error = await t.throwsAsync(installCompletion(DEFAULT, place), { instanceOf: UserError });
  t.regex(error.message, /exists, and keg did not write it$/);
  t.is(readFileSync(file('system'), 'utf8'), 'another program\n');
  await t.throwsAsync(removeCompletion({}, place), { message: /^keg did not write / });
  t.true(existsSync(file('system')));
  t.false((await installCompletion({ force: true }, place)).isRenewed);
});

test('a link is never written through, not even with --force', async (t) => {
  const { root, place, file } = machine(t, ['system'], ['kubectl-keg']);
  const linked = join(root, 'kubectl-keg');
  writeFileSync(linked, '# Written by kubectl keg completion install.\n');
  symlinkSync(linked, file('system'));
  await t.throwsAsync(installCompletion(DEFAULT, place), { message: /keg did not write it/ });
  await installCompletion({ force: true }, place);
  t.is(readFileSync(linked, 'utf8'), '# Written by kubectl keg completion install.\n');
  t.regex(readFileSync(file('system'), 'utf8'), /__complete/);
});

test('uninstall removes every file of ours on PATH, and does nothing if there is none', async (t) => {
  const { root, place, file } = machine(t, ['one', 'two', 'three']);
  for (const folder of ['one', 'two']) {
    await installCompletion({ folder: join(root, folder), force: false }, place);
  }
  writeFileSync(file('three'), 'another program\n');
  t.deepEqual(await removeCompletion({}, place), [file('one'), file('two')]);
  t.true(existsSync(file('three')));
  t.deepEqual(await removeCompletion({ folder: join(root, 'one') }, place), []);
});

test('a place of PATH that is no folder, or may not be written, is left out', async (t) => {
  const isRoot = process.getuid?.() === 0;
  const { root, place, file } = machine(t, ['home/bin', 'home/tools', 'system']);
  rmdirSync(join(root, 'home/bin'));
  writeFileSync(join(root, 'home/bin'), '');
  chmodSync(join(root, 'home/tools'), 0o555);
  // Root may write anywhere.
  t.is((await installCompletion(DEFAULT, place)).file, file(isRoot ? 'home/tools' : 'system'));
});
