/** Outputs are never inputs, and replace what exists only with --force. */
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import type { Output } from '../../src/storage/output-name.ts';
import { refuseMissingFolder, refuseUnsafeOutputs } from '../../src/storage/safe-outputs.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function output(path: string, kind: Output['kind'] = 'recording'): Output {
  return { flag: '-o', path, kind };
}

/** A folder with the input `in.jsonl` and several other names for the same file. */
function folderWithInput(t: ExecutionContext): string {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'in.jsonl'), 'mine');
  mkdirSync(join(folder, 'sub'));
  linkSync(join(folder, 'in.jsonl'), join(folder, 'hard.jsonl'));
  if (process.platform === 'win32') return folder;
  symlinkSync('in.jsonl', join(folder, 'link.jsonl'));
  symlinkSync('.', join(folder, 'here'));
  return folder;
}

const names = ['in.jsonl', './in.jsonl', 'sub/../in.jsonl', 'hard.jsonl'];
if (process.platform !== 'win32') names.push('link.jsonl', 'here/in.jsonl');

for (const name of names) {
  test(`an input is refused as output under the name ${name}, also with force`, (t) => {
    const folder = folderWithInput(t);
    const plan = { inputs: [undefined, join(folder, 'in.jsonl')], outputs: [output(`${folder}/${name}`)] };
    for (const force of [false, true]) {
      const error = t.throws(() => refuseUnsafeOutputs({ ...plan, force }), {
        instanceOf: UserError,
        message: /is an input of this command, and would be overwritten$/,
      });
      t.is(error.exitCode, 2);
    }
    t.is(readFileSync(join(folder, 'in.jsonl'), 'utf8'), 'mine');
  });
}

test('a file that exists is refused, and allowed with force', (t) => {
  const path = join(folderWithInput(t), 'in.jsonl');
  const plan = { inputs: [], outputs: [output(path)] };
  t.throws(() => refuseUnsafeOutputs({ ...plan, force: false }), { message: `${path} already exists` });
  t.notThrows(() => refuseUnsafeOutputs({ ...plan, force: true }));
});

test('a link that points to nothing is something that exists', (t) => {
  if (process.platform === 'win32') return t.pass();
  const folder = temporaryFolder(t);
  symlinkSync('none', join(folder, 'link.jsonl'));
  const plan = { inputs: [], outputs: [output(join(folder, 'link.jsonl'))], force: false };
  t.throws(() => refuseUnsafeOutputs(plan), { message: /already exists$/ });
});

test('a device such as /dev/null needs no force', (t) => {
  if (process.platform === 'win32') return t.pass();
  t.notThrows(() => refuseUnsafeOutputs({ inputs: [], outputs: [output('/dev/null')], force: false }));
});

test('a file in a folder that does not exist is refused', (t) => {
  const folder = temporaryFolder(t);
  t.notThrows(() => refuseMissingFolder(join(folder, 'a.xml')));
  t.throws(() => refuseMissingFolder(join(folder, 'b', 'a.xml')), { message: /^there is no folder .*b$/ });
});

test('two outputs with one name are refused, also where neither file exists', (t) => {
  const folder = temporaryFolder(t);
  const outputs = [output(join(folder, 'a.x')), { ...output(`${folder}/./a.x`), flag: '--plot' }];
  t.throws(() => refuseUnsafeOutputs({ inputs: [], outputs, force: true }), {
    message: /^--plot and -o name the same file: /,
  });
});

test('a folder may be new or empty; with files in it, it needs force', (t) => {
  const folder = folderWithInput(t);
  const plan = (name: string, force = false) => ({
    inputs: [],
    outputs: [output(join(folder, name), 'folder')],
    force,
  });
  t.notThrows(() => refuseUnsafeOutputs(plan('new')));
  t.notThrows(() => refuseUnsafeOutputs(plan('sub')));
  t.throws(() => refuseUnsafeOutputs(plan('.')), { message: /already holds files$/ });
  t.notThrows(() => refuseUnsafeOutputs(plan('.', true)));
  t.throws(() => refuseUnsafeOutputs(plan('in.jsonl')), { message: /is not a folder$/ });
});
