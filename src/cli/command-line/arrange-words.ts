/** Puts the words of a command line in the order that oclif reads, verb first, where a user of kubectl writes them otherwise. */
import type { CommandClass } from './command-shape.ts';

const HELP: readonly string[] = ['--help', '-h'];
const VERSION: readonly string[] = ['--version', '-v'];
const ON_OR_OFF = /^--?[A-Za-z][A-Za-z-]*=(true|false)$/;

/** `help VERB` and `VERB help` are `VERB --help`, and `-v` is `version`, as in kubectl. The first word names the commands that must be loaded. */
export function asVerb(argv: readonly string[]): string[] {
  const [first = '', ...rest] = argv;
  if (first === 'help') return [...rest.filter(isNotHelp), '--help'];
  if (rest.length === 1 && rest[0] === 'help' && !first.startsWith('-')) return [first, '--help'];
  return VERSION.includes(first) ? ['version', ...rest] : [...argv];
}

/**
 * Understands flags before the verb or inside of it (`--context c replay x`, `cluster --context c reset`), and loads what that needs only for
 * such a line.
 *
 * @param commands those that the first word names, or all.
 * @throws {UserError} (usage) for flags without a verb.
 */
export async function verbFirst(
  words: readonly string[],
  commands: Readonly<Record<string, CommandClass>>,
): Promise<readonly string[]> {
  const [first = '', second = ''] = words;
  const isVerb = Object.hasOwn(commands, first);
  const isTopic = Object.keys(commands).some((id) => id.startsWith(`${first}:`));
  if (isTopic && !isVerb && second === 'help') return [first, ...words.slice(2), '--help'];
  const isUsual = !isOtherFlag(first) && !(isTopic && isOtherFlag(second));
  if (isUsual && !words.some((word) => ON_OR_OFF.test(word))) return words;
  const { moveFlags } = await import('./move-flags.ts');
  return moveFlags(words, commands);
}

function isOtherFlag(word: string): boolean {
  return word.startsWith('-') && !HELP.includes(word);
}

function isNotHelp(word: string): boolean {
  return !HELP.includes(word);
}
