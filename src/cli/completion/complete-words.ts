/** Finds what can stand in place of the last word of a command line: a verb, a flag, or a value of the right kind. */
import type { CommandShape, FlagShape } from '../command-line/command-shape.ts';
import { type ReadWord, readWords } from '../command-line/read-words.ts';
import { completeValue, type KnownValues } from './complete-value.ts';
import { type Completions, NO_COMPLETIONS, type TabCandidate } from './completion-answer.ts';
import { kindOfArgument, kindOfFlag, type ValueKind } from './value-kinds.ts';

/**
 * @param words after the name of the program. The last one is being typed, and may be empty.
 * @param commands those that the words name, or all.
 * @param topics what stands beside a first word that is no command of its own.
 */
export async function completeWords(
  words: readonly string[],
  commands: readonly CommandShape[],
  topics: Readonly<Record<string, string>>,
  known: KnownValues,
): Promise<Completions> {
  const visible = commands.filter(({ isHidden }) => !isHidden);
  const typed = words.at(-1) ?? '';
  const isHelp = words.length > 1 && words[0] === 'help';
  const before = words.slice(isHelp ? 1 : 0, -1);
  const found = commandOf(before, visible);
  if (found === undefined || isHelp) return verbs(before, typed, visible, topics, isHelp);
  const { command, rest } = found;
  const completions = await completeAfter(command, rest, typed, known);
  // A shell that has one candidate and no files takes the candidate.
  const isFile = completions.directive === 'or-files' && typed === '';
  const isFirst = rest.every(({ kind }) => kind === 'flag') && !typed.startsWith('-') && !isFile;
  const subverbs = isFirst ? subverbsOf(command.words, typed, visible) : [];
  return subverbs.length === 0
    ? completions
    : { ...completions, candidates: [...subverbs, ...completions.candidates] };
}

/** The command that the words name, with the words that belong to it. */
function commandOf(
  before: readonly string[],
  commands: readonly CommandShape[],
): { readonly command: CommandShape; readonly rest: readonly ReadWord[] } | undefined {
  return commands
    .map((command) => ({ command, read: readWords(command, before) }))
    .filter(({ command, read }) => {
      const args = read.filter((word) => word.kind === 'argument');
      return command.words.every((word, index) => args[index]?.word === word);
    })
    .sort((left, right) => right.command.words.length - left.command.words.length)
    .map(({ command, read }) => ({ command, rest: withoutVerb(read, command.words.length) }))[0];
}

function withoutVerb(read: readonly ReadWord[], count: number): readonly ReadWord[] {
  let left = count;
  return read.filter(({ kind }) => {
    if (kind !== 'argument' || left === 0) return true;
    left -= 1;
    return false;
  });
}

function verbs(
  before: readonly string[],
  typed: string,
  commands: readonly CommandShape[],
  topics: Readonly<Record<string, string>>,
  isHelp: boolean,
): Completions {
  const flags = commands.flatMap((command) => command.flags);
  const path = readWords({ flags }, before).flatMap((word) => (word.kind === 'argument' ? [word.word] : []));
  if (path.length > 0) return { ...NO_COMPLETIONS, candidates: subverbsOf(path, typed, commands) };
  if (typed.startsWith('-')) return offered(isHelp ? [] : FIRST_FLAGS, typed);
  const heads = [...new Set(commands.map(({ words: [head = ''] }) => head))];
  const named = heads.map((value) => ({
    value,
    description: commands.find(({ words }) => words.join(' ') === value)?.summary ?? topics[value] ?? '',
  }));
  return offered(isHelp ? named : [...named, HELP_VERB], typed);
}

const HELP_VERB: TabCandidate = { value: 'help', description: 'Explain a verb' };
const HELP_FLAG: TabCandidate = { value: '--help', description: 'explain the verb' };
const FIRST_FLAGS: readonly TabCandidate[] = [
  HELP_FLAG,
  { value: '--version', description: 'print the version' },
];

function subverbsOf(
  path: readonly string[],
  typed: string,
  commands: readonly CommandShape[],
): TabCandidate[] {
  return commands
    .filter(({ words }) => words.length === path.length + 1 && path.every((word, at) => words[at] === word))
    .map(({ words, summary }) => ({ value: words.at(-1)!, description: summary }))
    .filter(({ value }) => value.startsWith(typed));
}

async function completeAfter(
  command: CommandShape,
  rest: readonly ReadWord[],
  typed: string,
  known: KnownValues,
): Promise<Completions> {
  const value = (kind: ValueKind, word: string): Promise<Completions> =>
    completeValue(kind, word, (names) => known(names, givenValues(rest), command.words.join(':')));
  const last = rest.at(-1);
  const isEnded = rest.some(({ kind }) => kind === 'end');
  if (last?.kind === 'flag' && last.flag.takesValue && last.value === undefined)
    return value(kindOfFlag(last.flag), typed);
  if (!isEnded && typed.startsWith('-') && typed !== '-') {
    const [word] = readWords(command, [typed]);
    if (word?.kind !== 'flag' || !word.isAttached) return flagsOf(command, rest, typed);
    // The shells put the flag before a value that follows it in the same word.
    return typed.startsWith('--') ? value(kindOfFlag(word.flag), word.value ?? '') : NO_COMPLETIONS;
  }
  const count = rest.filter(({ kind }) => kind === 'argument').length;
  const argument = command.args[count] ?? (command.takesMore ? command.args.at(-1) : undefined);
  return argument === undefined ? NO_COMPLETIONS : value(kindOfArgument(command, argument), typed);
}

/** Flags that may still be given. The `--no-` forms only where they are begun. */
function flagsOf(command: CommandShape, rest: readonly ReadWord[], typed: string): Completions {
  const given = new Set(rest.flatMap((word) => (word.kind === 'flag' ? [word.flag.name] : [])));
  const open = command.flags.filter(
    ({ name, repeats, isHidden }) => !isHidden && (repeats || !given.has(name)),
  );
  const long = open.map((flag) => flagCandidate(`--${flag.name}`, flag));
  const negative = open
    .filter(({ isNegatable }) => isNegatable && typed.startsWith('--n'))
    .map((flag) => flagCandidate(`--no-${flag.name}`, { description: negated(flag) }));
  return offered([...long, ...negative, HELP_FLAG], typed);
}

function negated({ description }: FlagShape): string {
  return `do not ${description.replace(/ \(default: \w+\)$/, '')}`;
}

function flagCandidate(value: string, { description }: Pick<FlagShape, 'description'>): TabCandidate {
  return { value, description };
}

function offered(candidates: readonly TabCandidate[], typed: string): Completions {
  return { ...NO_COMPLETIONS, candidates: candidates.filter(({ value }) => value.startsWith(typed)) };
}

/** Values of the flags so far, none for a flag that is on: they choose the cluster whose names are offered. */
function givenValues(rest: readonly ReadWord[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const word of rest) {
    if (word.kind !== 'flag') continue;
    const value = word.value === undefined ? [] : [word.value];
    values.set(word.flag.name, [...(values.get(word.flag.name) ?? []), ...value]);
  }
  return values;
}
