/** What the README shows is what the program prints. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the demo in the README is the output of its command, to the letter', (t) => {
  const shown = /<!-- demo -->\n```text\n([\s\S]*?)```\n<!-- \/demo -->/.exec(readme)?.[1];
  const args = ['bin/kubectl-keg.cjs', 'replay', 'fixtures/gpu-day.yaml', '--speed', '10x'];
  const env = { ...process.env, COLUMNS: '80' };
  const printed = execFileSync(process.execPath, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.is(shown?.trimEnd(), printed.trimEnd());
});

test('every page and file that the README links to is there', (t) => {
  for (const [, target = ''] of readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g))
    t.notThrows(() => readFileSync(join(root, target)), target);
});
