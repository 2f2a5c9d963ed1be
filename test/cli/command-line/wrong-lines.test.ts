/** Every wrong command line is refused with one line in our words: what is wrong, and what to write instead. */
import test from 'ava';
import { runLine } from '../run-line.ts';

/** Words of oclif's own errors. */
const OCLIF =
  /nonexistent|unexpected arg|expected|missing required|following error|not found|parsing|see more/i;

const LINES: readonly (readonly [line: string, error: string])[] = [
  ['repaly fixtures/gpu-day.yaml', 'repaly is not a verb (did you mean kubectl keg replay?)'],
  ['rep', 'rep is not a verb (did you mean kubectl keg replay or kubectl keg report?)'],
  ['frobnicate', 'frobnicate is not a verb (kubectl keg --help lists the verbs)'],
  ['status', 'status is not a verb (did you mean kubectl keg cluster status?)'],
  ['REPLAY x', 'REPLAY is not a verb (did you mean kubectl keg replay?)'],
  ['day.yaml', 'day.yaml is not a verb (did you mean kubectl keg replay day.yaml?)'],
  ['a.keg.jsonl.gz', 'a.keg.jsonl.gz is not a verb (did you mean kubectl keg report a.keg.jsonl.gz?)'],
  ['help repaly', 'repaly is not a verb (did you mean kubectl keg replay?)'],
  ['repaly --help', 'repaly is not a verb (did you mean kubectl keg replay?)'],
  ['cluster:rset', 'cluster:rset is not a verb (did you mean kubectl keg cluster reset?)'],
  ['run day.yaml', 'run is not a verb (did you mean kubectl keg replay?)'],
  ['__proto__', '__proto__ is not a verb (kubectl keg --help lists the verbs)'],
  ['--verison', 'no verb is named before --verison (did you mean kubectl keg --version?)'],
  ['hlep', 'hlep is not a verb (did you mean kubectl keg help?)'],
  ['verison', 'verison is not a verb (did you mean kubectl keg version?)'],
  ['cluster rset', 'cluster has no verb rset (did you mean kubectl keg cluster reset?)'],
  ['cluster nothing', 'cluster has no verb nothing (write kubectl keg cluster reset or status)'],
  ['cluster --context c', 'cluster needs a verb of its own (write kubectl keg cluster reset or status)'],
  ['-x', 'no verb is named before -x (kubectl keg --help lists the verbs)'],
  ['--context c', 'no verb is named after --context (kubectl keg --help lists the verbs)'],
  ['--context c repaly x', 'repaly is not a verb (did you mean kubectl keg replay?)'],
  ['--contxt c replay x', 'replay has no flag --contxt (did you mean --context?)'],
  ['cluster --contxt c status', 'cluster status has no flag --contxt (did you mean --context?)'],
  ['replay x --targt kwok', 'replay has no flag --targt (did you mean --target?)'],
  ['replay x -target kwok', 'replay has no flag -target (did you mean --target?)'],
  ['replay x --nodes_scale 2', 'replay has no flag --nodes_scale (did you mean --nodes-scale?)'],
  ['replay x --zzzz', 'replay has no flag --zzzz (kubectl keg replay --help lists its flags)'],
  [
    'compare x --zzzz',
    "compare has no flag --zzzz (kubectl keg compare --help lists its flags; a flag of replay stands in a variant: --variant 'NAME=--zzzz …')",
  ],
  ['record -a', 'record has no flag -a (did you mean -A?)'],
  ['record --no-fti', 'record has no flag --no-fti (did you mean --no-fit?)'],
  ['replay x --no-seed', 'replay has no flag --no-seed (leave --seed out)'],
  ['replay x —target kwok', '—target begins with a dash that is no hyphen (did you mean --target?)'],
  ['replay x --seed=', '--seed "" is not a whole number (write for example --seed 7)'],
  ['replay x --target kwk', '--target kwk is none of embedded, kwok, simulator (did you mean kwok?)'],
  ['replay x --target=kwk', '--target kwk is none of embedded, kwok, simulator (did you mean kwok?)'],
  [
    'report x -o jsn',
    '-o jsn is none of table, wide, markdown, html, json, yaml, csv, parquet (did you mean json?)',
  ],
  [
    'import x -o y --keep image,lables',
    '--keep lables is none of image, labels, messages (did you mean labels?)',
  ],
  [
    'replay x --target',
    '--target needs a value (write --target embedded|kwok|simulator: where to play the scenario)',
  ],
  ['replay x --seed --pin', '--seed needs a value'],
  ['replay x --seed some', '--seed some is not a whole number (write for example --seed 7)'],
  ['replay x --seed 1.5', '--seed 1.5 is not a whole number (write for example --seed 7)'],
  ['replay x --seed -1', '--seed -1 is less than 0 (give 0 or more)'],
  ['view x --metrics-port 70000', '--metrics-port 70000 is more than 65535 (give 65535 or less)'],
  ['replay x --seed 1 --seed 2', '--seed is given twice (give it once)'],
  ['replay x --force=yes', '--force takes no value (write --force alone)'],
  ['report x --from 1h --at 2h', '--at and --from exclude each other (give one of them)'],
  [
    'report x --node-scores --assert neverBound=0',
    '--node-scores and --assert exclude each other (give one of them)',
  ],
  ['report x --at 2h --junit j.xml', '--at and --junit exclude each other (give one of them)'],
  ['replay', 'SCENARIO is missing (give a scenario file'],
  ['report a b', 'b is one word too many (report takes only RECORDING)'],
  ['compare x y —seeds', '—seeds begins with a dash that is no hyphen (did you mean --seeds?)'],
  ['explain web-0 a b', 'b is one word too many (explain takes only POD RECORDING)'],
  ['version now', 'now is one word too many (version takes no arguments)'],
  [
    'export x',
    '--to is missing (write --to simulator|simulator-import|kwok|simkube|stages: the format to write)',
  ],
  ['import x', '--output is missing (write -o FILE.keg.jsonl[.gz]: the recording to write'],
  ['completion', 'SHELL is missing (give bash, zsh, fish, powershell, or install or uninstall; see --help)'],
  ['completion bsh', 'bsh is none of bash, zsh, fish, powershell, install, uninstall (did you mean bash?)'],
  [
    'completion instal',
    'instal is none of bash, zsh, fish, powershell, install, uninstall (did you mean install?)',
  ],
  ['validate', 'no file is named (write kubectl keg validate FILE...)'],
];

for (const [line, error] of LINES) {
  test.serial(`refused in one line: ${line}`, async (t) => {
    const { code, stdout, stderr } = await runLine(line.split(' '));
    t.is(code, 2);
    t.is(stdout, '');
    t.true(stderr.startsWith(`error: ${error}`), stderr);
    t.regex(stderr, /^error: [^\n]+ \([^\n]+\)\n$/, 'one line that ends with the next step');
    t.notRegex(stderr, OCLIF);
  });
}

test.serial('an empty word is no verb', async (t) => {
  const { code, stderr } = await runLine(['']);
  t.is(code, 2);
  t.is(stderr, 'error: "" is not a verb (kubectl keg --help lists the verbs)\n');
});
