/** kubectl itself completes keg through the file that `completion install` writes. */
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../../temporary-folder.ts';
import { EXECUTABLE } from '../run-keg.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const withKubectl = hasKubectl ? test : test.skip;

withKubectl('kubectl completes keg after kubectl keg completion install', (t) => {
  const folder = temporaryFolder(t);
  symlinkSync(EXECUTABLE, join(folder, 'kubectl-keg'));
  const run = (...words: readonly string[]) =>
    spawnSync('kubectl', words, {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder, PATH: [folder, process.env.PATH].join(delimiter) },
    });
  const installed = run('keg', 'completion', 'install');
  t.is(installed.stdout.split('\n')[0], `wrote ${join(folder, 'kubectl_complete-keg')}`);
  const { stdout } = run('__complete', 'keg', 'cluster', '');
  t.regex(stdout, /^reset\tRemove .*\nstatus\tPrint .*\n:4\n/);
});
