/** What the Tab key offers at each place of a command line. */
import test from 'ava';
import { loadCommands } from '../../../commands/index.ts';
import { shapesOf } from '../../../src/cli/command-line/command-shape.ts';
import { completeWords } from '../../../src/cli/completion/complete-words.ts';
import { completionAnswer } from '../../../src/cli/completion/completion-answer.ts';

const SHAPES = shapesOf(await loadCommands());
const TOPICS = { cluster: 'Look at a cluster' };

interface Asked {
  readonly kind: string;
  readonly given: Readonly<Record<string, readonly string[]>>;
}

/** Names that end in the kind that is asked for. */
async function complete(words: readonly string[], asked: Asked[] = []) {
  return await completeWords(words, SHAPES, TOPICS, async (kind, given) => {
    asked.push({ kind, given: Object.fromEntries(given) });
    return ['a', 'b'].map((letter) => ({ value: `${letter}-${kind}`, description: '' }));
  });
}

/** `|` ends a word. The last one is being typed. */
const PLACES: readonly (readonly [words: string, offered: string, directive: string])[] = [
  ['re', 'record replay report', 'only-these'],
  ['he', 'help', 'only-these'],
  ['--', '--help --version', 'only-these'],
  ['cluster|', 'reset status', 'only-these'],
  ['cluster|r', 'reset', 'only-these'],
  ['help|re', 'record replay report', 'only-these'],
  ['help|cluster|', 'reset status', 'only-these'],
  ['--context|c|cl', 'cluster', 'only-these'],
  ['--context|c|cluster|s', 'status', 'only-these'],
  ['cluster|--context|c|s', 'status', 'only-these'],
  ['nothing|', '', 'only-these'],
  ['replay|', 'yaml yml json keg.jsonl keg.jsonl.gz', 'endings'],
  ['replay|--pin|', 'yaml yml json keg.jsonl keg.jsonl.gz', 'endings'],
  ['replay|x|', 'yaml yml json keg.jsonl keg.jsonl.gz', 'endings'],
  ['report|x|', '', 'only-these'],
  ['replay|--|', 'yaml yml json keg.jsonl keg.jsonl.gz', 'endings'],
  ['report|', 'keg.jsonl keg.jsonl.gz', 'endings'],
  ['validate|a|b|', 'yaml yml json', 'endings'],
  ['explain|', '', 'only-these'],
  ['explain|web-0|', 'keg.jsonl keg.jsonl.gz', 'endings'],
  ['import|', '', 'or-files'],
  ['import|o', 'openb', 'or-files'],
  ['import|openb|--nodes|', 'csv', 'endings'],
  ['completion|', 'install uninstall bash zsh fish powershell', 'only-these'],
  ['replay|--targ', '--target', 'only-these'],
  ['replay|--target|kwok|--targ', '', 'only-these'],
  ['replay|--weights|A=1|--weig', '--weights', 'only-these'],
  ['record|--f', '--field-selector --fit --force', 'only-these'],
  ['record|--no-f', '--no-fit', 'only-these'],
  ['replay|--target|', 'embedded kwok simulator', 'only-these'],
  ['replay|--target=', 'embedded kwok simulator', 'only-these'],
  ['replay|x|--target=k', 'kwok', 'only-these'],
  ['import|--keep|im', 'image', 'only-these'],
  ['import|--keep|image,', 'image,labels image,messages', 'only-these'],
  ['record|--keep|image,l', 'image,labels', 'only-these'],
  ['fit|x|-o|j', 'json', 'or-files'],
  ['replay|x|--scheduler-config|', 'yaml yml', 'endings'],
  ['replay|x|--csv-dir|', '', 'folders'],
  ['replay|x|--duration|', '', 'only-these'],
  ['replay|--context|', 'a-contexts b-contexts', 'only-these'],
  ['record|-n|', 'a-namespaces b-namespaces', 'only-these'],
  ['record|-n|a-namespaces,', 'a-namespaces,b-namespaces', 'only-these'],
  ['cluster|reset|--run|b', 'b-runs', 'only-these'],
  ['replay|--weights|a', 'a-weights', 'unfinished'],
];

for (const [words, offered, directive] of PLACES) {
  test(`Tab after: ${words.replaceAll('|', ' ')}`, async (t) => {
    const completions = await complete(words.split('|'));
    t.is(completions.candidates.map(({ value }) => value).join(' '), offered);
    t.is(completions.directive, directive as typeof completions.directive);
  });
}

test('verbs and flags have a description, a topic its own', async (t) => {
  const verbs = await complete(['']);
  t.deepEqual(
    verbs.candidates.filter(({ description }) => description === ''),
    [],
  );
  const cluster = verbs.candidates.find(({ value }) => value === 'cluster');
  t.is(cluster?.description, 'Look at a cluster');
  const flags = await complete(['replay', '--']);
  t.true(flags.candidates.length > 20);
  t.deepEqual(
    flags.candidates.filter(({ description }) => description === ''),
    [],
  );
});

test('names are asked for with the flags that choose the cluster', async (t) => {
  const asked: Asked[] = [];
  await complete(['record', '--context', 'c', '--insecure-skip-tls-verify', '-A', '-n', ''], asked);
  t.is(asked.length, 1);
  t.is(asked[0]?.kind, 'namespaces');
  t.deepEqual(asked[0]?.given.context, ['c']);
  t.deepEqual(asked[0]?.given['insecure-skip-tls-verify'], []);
});

test('an answer has a candidate on each line, and ends with the number for the shell', (t) => {
  const candidates = [
    { value: 'a', description: 'one\nline' },
    { value: 'b', description: '' },
  ];
  t.is(completionAnswer({ candidates, directive: 'only-these' }), 'a\tone line\nb\n:4\n');
  t.is(completionAnswer({ candidates: [], directive: 'unfinished' }), ':6\n');
});

test('a flag that switches something off is described as what it does', async (t) => {
  for (const { words, flags } of SHAPES) {
    for (const { name, description } of flags.filter(({ isNegatable }) => isNegatable)) {
      const { candidates } = await complete([...words, `--no-${name}`]);
      t.is(candidates.length, 1, name);
      t.is(candidates[0]?.description, `do not ${description.replace(/ \(default: \w+\)/, '')}`);
    }
  }
});
