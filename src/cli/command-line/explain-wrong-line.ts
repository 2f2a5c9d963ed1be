/** Replaces the errors with which oclif refuses a command line by errors that name the wrong word and the next step. */
import { type CommandClass, shapesOf } from './command-shape.ts';
import { unknownVerb } from './unknown-verb.ts';
import { wrongWords } from './wrong-words.ts';

/**
 * @param words the command line, verb first.
 * @param commands those that the first word names, or all.
 * @returns the error itself where it does not come from oclif, or where nothing better is known.
 */
export function explainWrongLine(
  error: unknown,
  words: readonly string[],
  commands: Readonly<Record<string, CommandClass>>,
): unknown {
  if (!isRefusal(error)) return error;
  const all = shapesOf(commands);
  const command = all
    .filter((each) => each.words.every((word, index) => words[index] === word))
    .sort((left, right) => right.words.length - left.words.length)[0];
  if (command === undefined) return unknownVerb(words, all);
  const [topic, ...sub] = command.words;
  const subverbs =
    sub.length > 0 ? [] : all.flatMap(({ words: [head, word] }) => (head === topic && word ? [word] : []));
  const after = words.slice(command.words.length);
  return wrongWords(command, after, subverbs) ?? error;
}

/** oclif marks its errors with an exit code. Its `exit` is not a refusal. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'oclif' in error && !('code' in error && error.code === 'EEXIT');
}
