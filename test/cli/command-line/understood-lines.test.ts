/** Command lines that a user of kubectl writes, and that mean the same as the usual form. */
import test from 'ava';
import { loadCommands } from '../../../commands/index.ts';
import { asVerb, verbFirst } from '../../../src/cli/command-line/arrange-words.ts';
import { runLine } from '../run-line.ts';

const LINES: readonly (readonly [line: string, usual: string])[] = [
  ['replay x --seed 7', 'replay x --seed 7'],
  ['help replay', 'replay --help'],
  ['help', '--help'],
  ['help cluster reset', 'cluster reset --help'],
  ['replay help', 'replay --help'],
  ['cluster help', 'cluster --help'],
  ['cluster help reset', 'cluster reset --help'],
  ['-v', 'version'],
  ['--version', 'version'],
  ['--version -o json', 'version -o json'],
  ['--context c replay x', 'replay --context c x'],
  ['--context=c replay x', 'replay --context=c x'],
  ['--context replay replay x', 'replay --context replay x'],
  ['-n team record -o prod.yaml', 'record -n team -o prod.yaml'],
  ['--context c cluster reset --dry-run', 'cluster reset --context c --dry-run'],
  ['cluster --context c status -o json', 'cluster status --context c -o json'],
  ['--context c cluster status --help', 'cluster status --help --context c'],
  ['import --from kwok openb.yaml', 'import --from kwok openb.yaml'],
  ['import --force openb --nodes n.csv', 'import openb --force --nodes n.csv'],
  ['replay x --force=true', 'replay x --force'],
  ['replay x --force=false', 'replay x'],
  ['record --fit=false', 'record --no-fit'],
  ['record -A=true', 'record -A'],
  ['-- replay x', 'replay -- x'],
  ['replay -- --context', 'replay -- --context'],
];

for (const [line, usual] of LINES) {
  test(`${line} is read as ${usual}`, async (t) => {
    const words = asVerb(line.split(' '));
    t.is((await verbFirst(words, await loadCommands(words[0]))).join(' '), usual);
  });
}

test.serial('-h, --help and help print the same text, for keg, a topic and a verb', async (t) => {
  for (const [verb, headline] of [
    [[], /^Record a Kubernetes cluster and replay it/],
    [['cluster'], /^Look at a cluster, and remove what keg left in it\n/],
    [['import'], /^Convert other tools' files into a recording\n/],
    [['replay'], /^Play a scenario in compressed time/],
    [['cluster', 'reset'], /^Remove everything that keg created/],
  ] as const) {
    const long = await runLine([...verb, '--help']);
    t.is(long.code, 0);
    t.regex(long.stdout, headline);
    t.deepEqual(await runLine([...verb, '-h']), long);
    t.deepEqual(await runLine(['help', ...verb]), long);
  }
});

test.serial('every verb that stands for one of another program exists', async (t) => {
  for (const word of ['run', 'delete', 'check', 'compare', 'convert', 'measure', 'watch', 'why']) {
    const { stderr } = await runLine([word]);
    const meant = /did you mean kubectl keg ([a-z ]+)\?/.exec(stderr)?.[1] ?? '';
    t.is((await runLine([...meant.split(' '), '--help'])).code, 0, stderr);
  }
});

test.serial('the help of keg lists a topic and a verb of the same name once', async (t) => {
  const { stdout } = await runLine(['--help']);
  for (const name of ['import', 'completion', 'cluster'])
    t.is([...stdout.matchAll(new RegExp(`^  ${name} `, 'gm'))].length, 1, name);
});
