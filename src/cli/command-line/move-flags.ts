/** Moves the flags of a command line behind its verb, wherever they stand. */
import { type CommandClass, type CommandShape, shapesOf } from './command-shape.ts';
import { looksLikeFlag, type ReadWord, readWords } from './read-words.ts';
import { unknownVerb } from './unknown-verb.ts';

const HELP: readonly string[] = ['--help', '-h'];

/**
 * Also reads the values that kubectl takes for flags which are on or off (`--force=true`).
 *
 * @throws {UserError} (usage) for flags without a verb.
 */
export function moveFlags(
  words: readonly string[],
  commands: Readonly<Record<string, CommandClass>>,
): readonly string[] {
  const longestFirst = shapesOf(commands).sort((left, right) => right.words.length - left.words.length);
  return arranged(words, longestFirst);
}

function isNotHelp(word: string): boolean {
  return !HELP.includes(word);
}

function arranged(words: readonly string[], commands: readonly CommandShape[]): readonly string[] {
  const fitting = commands
    .map((command) => ({ command, read: readWords(command, words.filter(isNotHelp)) }))
    .filter(({ command, read }) => startsWithVerb(command, read));
  const best = fitting.find(({ read }) => read.every(({ kind }) => kind !== 'unknown')) ?? fitting[0];
  const help = words.some((word) => HELP.includes(word)) ? ['--help'] : [];
  if (best !== undefined) {
    const others = withoutArguments(best.read, best.command.words.length);
    return [...best.command.words, ...help, ...others.flatMap(spelled)];
  }
  const named = commands
    .map(({ words: verb }) => movedToFront(verb, words))
    .filter((line) => line !== undefined);
  if (named.length > 0) return named[0]!;
  if (help.length > 0) return [...words.filter((word) => !looksLikeFlag(word)), ...help];
  throw unknownVerb(words, commands);
}

/** For a line with a flag that the command does not have, so that the command can say so. */
function movedToFront(verb: readonly string[], words: readonly string[]): string[] | undefined {
  const rest = [...words];
  for (const word of verb) {
    const place = rest.indexOf(word);
    if (place < 0) return undefined;
    rest.splice(place, 1);
  }
  return [...verb, ...rest];
}

/** Whether the first arguments are the words of the command. */
function startsWithVerb({ words }: CommandShape, read: readonly ReadWord[]): boolean {
  const end = read.findIndex(({ kind }) => kind === 'end');
  const args = read.slice(0, end < 0 ? read.length : end).filter((word) => word.kind === 'argument');
  return words.every((word, index) => args[index]?.word === word);
}

function withoutArguments(read: readonly ReadWord[], count: number): readonly ReadWord[] {
  let left = count;
  return read.filter(({ kind }) => {
    if (kind !== 'argument' || left === 0) return true;
    left -= 1;
    return false;
  });
}

/** As oclif reads it: a flag that is on or off takes no value there. */
function spelled(word: ReadWord): readonly string[] {
  if (word.kind === 'argument' || word.kind === 'unknown') return [word.word];
  if (word.kind === 'end') return ['--'];
  const { flag, spelt, value, isAttached } = word;
  if (value === undefined) return [spelt];
  if (!isAttached) return [spelt, value];
  if (!flag.takesValue && value === 'true') return [spelt];
  if (!flag.takesValue && value === 'false') return flag.isNegatable ? [`--no-${flag.name}`] : [];
  return [`${spelt}=${value}`];
}
