/** The scripts of the shells, with a program in place of keg that prints a fixed answer. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { SHELL_NAMES, shellScript } from '../../../src/verbs/completion/shells.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

function isHere(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** A folder with the script, some files, and a `kubectl-keg` that keeps its words and prints the answer. */
async function shellFolder(t: ExecutionContext, shell: string, answer: string): Promise<string> {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'script'), await shellScript(shell));
  writeFileSync(join(folder, 'answer'), answer);
  const program = `#!/bin/sh\nprintf '<%s>' "$@" > '${folder}/words'\ncat '${folder}/answer'\n`;
  writeFileSync(join(folder, 'kubectl-keg'), program, { mode: 0o755 });
  for (const name of ['day.yaml', 'day.keg.jsonl.gz', 'day.txt', '.hidden.yaml'])
    writeFileSync(join(folder, name), '');
  mkdirSync(join(folder, 'deep'));
  return folder;
}

/** What bash offers for a line, as the function of the script leaves it. Its words are split at = and : as bash does. */
const IN_BASH = `
source ./script
compopt() { echo "option $2"; }
COMP_LINE=$1 COMP_POINT=\${#1} COMP_TYPE=\${2:-9} COLUMNS=60
split=\${1//=/ = }; split=\${split//:/ : }
read -ra COMP_WORDS <<< "$split"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
__kubectl_keg_complete
for each in "\${COMPREPLY[@]}"; do echo "[$each]"; done`;

interface Offered {
  readonly lines: readonly string[];
  /** The words that the script gave keg. */
  readonly words: string;
}

async function inBash(t: ExecutionContext, line: string, answer: string, type = '9'): Promise<Offered> {
  const folder = await shellFolder(t, 'bash', answer);
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: '/home/user' };
  const { stdout, stderr } = spawnSync('bash', ['-c', IN_BASH, 'bash', line, type], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  t.is(stderr, '');
  const lines = stdout.split('\n').filter((each) => each !== '');
  return { lines, words: readFileSync(join(folder, 'words'), 'utf8') };
}

const bash = isHere('bash') ? test : test.skip;

bash('bash: keg gets whole words, also those with = and :, and the empty last one', async (t) => {
  const { words } = await inBash(t, 'kubectl-keg replay --speed=max:2x --context a:b ', ':4\n');
  t.is(words, '<__complete><replay><--speed=max:2x><--context><a:b><>');
  const { words: home } = await inBash(t, 'kubectl-keg replay --kubeconfig ~/config', ':4\n');
  t.is(home, '<__complete><replay><--kubeconfig></home/user/config>');
});

bash('bash: several candidates have descriptions that fit the terminal, one has none', async (t) => {
  const several = await inBash(t, 'kubectl-keg re', `record\tRecord\nreplay\t${'long '.repeat(20)}\n:4\n`);
  t.is(several.lines[0], '[record  (Record)]');
  t.regex(several.lines[1]!, /^\[replay {2}\(long .*\.\.\.\]$/);
  t.true(several.lines[1]!.length < 62);
  t.deepEqual((await inBash(t, 'kubectl-keg rec', 'record\tRecord\n:4\n')).lines, ['[record]']);
  const menu = await inBash(t, 'kubectl-keg re', 'record\tRecord\nreplay\tPlay\n:4\n', '37');
  t.deepEqual(menu.lines, ['[record]', '[replay]']);
});

bash('bash: a value after = or : replaces only what follows it', async (t) => {
  t.deepEqual((await inBash(t, 'kubectl-keg replay --target=k', 'kwok\n:4\n')).lines, ['[kwok]']);
  t.deepEqual((await inBash(t, 'kubectl-keg replay --context arn:a', 'arn:aws\n:4\n')).lines, ['[aws]']);
});

bash(
  'bash: files with the endings and folders are offered, hidden ones only where they are begun',
  async (t) => {
    const endings = await inBash(t, 'kubectl-keg replay ', 'yaml\nkeg.jsonl.gz\n:8\n');
    t.deepEqual([...endings.lines].sort(), [
      '[day.keg.jsonl.gz]',
      '[day.yaml]',
      '[deep]',
      'option filenames',
    ]);
    t.true((await inBash(t, 'kubectl-keg replay .h', 'yaml\n:8\n')).lines.includes('[.hidden.yaml]'));
    t.deepEqual((await inBash(t, 'kubectl-keg x d', ':16\n')).lines, ['option filenames', '[deep]']);
  },
);

bash('bash: files are offered where nothing fits, unless the answer excludes them', async (t) => {
  t.true((await inBash(t, 'kubectl-keg import day.t', 'openb\n:0\n')).lines.includes('[day.txt]'));
  t.deepEqual((await inBash(t, 'kubectl-keg x day', ':4\n')).lines, []);
  t.deepEqual((await inBash(t, 'kubectl-keg x --weights Fi', 'Fit=\n:6\n')).lines, [
    'option nospace',
    '[Fit=]',
  ]);
  t.deepEqual((await inBash(t, 'kubectl-keg x ', ':1\n')).lines, []);
});

const fish = isHere('fish') ? test : test.skip;

fish('fish: candidates, values after =, and files with the endings are offered', async (t) => {
  const offered = async (line: string, answer: string): Promise<readonly string[]> => {
    const folder = await shellFolder(t, 'fish', answer);
    const { stdout } = spawnSync('fish', ['-c', `source ./script; complete -C'${line}'`], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder },
      encoding: 'utf8',
    });
    return stdout.trim().split('\n');
  };
  t.deepEqual(await offered('kubectl-keg re', 'record\tRecord\nreplay\tPlay\n:4\n'), [
    'record\tRecord',
    'replay\tPlay',
  ]);
  t.deepEqual(await offered('kubectl-keg replay --target=k', 'kwok\n:4\n'), ['--target=kwok']);
  t.deepEqual(await offered('kubectl-keg replay day', 'yaml\n:8\n'), ['day.yaml']);
});

for (const shell of ['bash', 'zsh', 'fish']) {
  const declare = isHere(shell) ? test : test.skip;
  declare(`${shell} reads its script without an error`, async (t) => {
    const folder = await shellFolder(t, shell, '');
    const { status, stderr } = spawnSync(shell, ['-n', join(folder, 'script')], { encoding: 'utf8' });
    t.is(status, 0, stderr);
  });
}

test('every shell has a script that calls the completing verb, and another shell is an error', async (t) => {
  for (const name of SHELL_NAMES) t.regex(await shellScript(name), /kubectl-keg.*__complete/s);
  await t.throwsAsync(shellScript('csh'), { instanceOf: UserError });
});
