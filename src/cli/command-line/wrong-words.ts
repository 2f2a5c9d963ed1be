/** Finds the first mistake in the words after a verb, and says in one line what is wrong and what to write instead. */
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { CommandShape, FlagShape } from './command-shape.ts';
import { wrongDash } from './odd-arguments.ts';
import { looksLikeFlag, type ReadFlag, type ReadWord, readWords } from './read-words.ts';

/**
 * @param subverbs words that could stand in place of the first argument.
 * @returns undefined where nothing is wrong that can be seen from the shape of the command.
 */
export function wrongWords(
  command: CommandShape,
  words: readonly string[],
  subverbs: readonly string[] = [],
): UserError | undefined {
  const read = readWords(command, words);
  const flags = read.filter((word) => word.kind === 'flag');
  return (
    unknownFlag(command, read) ??
    firstOf(flags, wrongFlag) ??
    repeatedFlag(flags) ??
    wrongArguments(command, read, subverbs) ??
    missingFlag(command, flags) ??
    firstOf(flags, (flag) => unfittingFlags(flag, flags))
  );
}

function firstOf<Item>(
  items: readonly Item[],
  check: (item: Item) => UserError | undefined,
): UserError | undefined {
  for (const item of items) {
    const error = check(item);
    if (error !== undefined) return error;
  }
  return undefined;
}

function unknownFlag(command: CommandShape, read: readonly ReadWord[]): UserError | undefined {
  const unknown = read.find((word) => word.kind === 'unknown');
  if (unknown === undefined) return undefined;
  const { spelt } = unknown;
  const verb = command.words.join(' ');
  const on = command.flags.find(({ name }) => spelt === `--no-${name}`);
  if (on !== undefined)
    return new UserError(`${verb} has no flag ${spelt}`, { next: `leave --${on.name} out` });
  const meant = meantFlag(command, spelt);
  return new UserError(`${verb} has no flag ${spelt}`, {
    next: meant === undefined ? helpWith(command, spelt) : `did you mean ${meant}?`,
  });
}

function helpWith({ words, flags, flagsInWords }: CommandShape, spelt: string): string {
  if (flagsInWords !== undefined) return flagsInWords;
  const help = `kubectl keg ${words.join(' ')} --help lists its flags`;
  const hasVariants = flags.some(({ name }) => name === 'variant');
  return hasVariants ? `${help}; a flag of replay stands in a variant: --variant 'NAME=${spelt} …'` : help;
}

/** Also for one dash in place of two (`-speed`), and for a letter in the other case (`-a` for `-A`). */
function meantFlag({ flags }: CommandShape, spelt: string): string | undefined {
  const visible = flags.filter(({ isHidden }) => !isHidden);
  const names = [
    ...visible.map(({ name }) => `--${name}`),
    ...visible.filter(({ isNegatable }) => isNegatable).map(({ name }) => `--no-${name}`),
    '--help',
  ];
  const long = `--${spelt.replace(/^-+/, '')}`.replaceAll('_', '-').toLowerCase();
  if (names.includes(long)) return long;
  const letter = /^-[A-Za-z]$/.test(spelt) ? spelt[1]!.toLowerCase() : undefined;
  const lettered = visible.find(({ char }) => char?.toLowerCase() === letter && letter !== undefined);
  if (lettered !== undefined) return `-${lettered.char}`;
  const close = didYouMean(long, names);
  if (close !== undefined || long.length < 4) return close;
  const begun = names.filter((name) => name.startsWith(long));
  return begun.length === 0 ? undefined : begun.slice(0, 3).join(' or ');
}

function wrongFlag({ flag, spelt, value, isAttached }: ReadFlag): UserError | undefined {
  if (!flag.takesValue) {
    if (!isAttached) return undefined;
    return new UserError(`${spelt} takes no value`, { next: `write ${spelt} alone` });
  }
  if (value === undefined) {
    return new UserError(`${spelt} needs a value`, { next: `write ${spelt} ${explained(flag)}` });
  }
  const values = flag.delimiter === undefined ? [value] : value.split(flag.delimiter);
  const odd = values.find((each) => flag.options !== undefined && !flag.options.includes(each.trim()));
  if (odd !== undefined) return noneOf(`${spelt} ${odd || '""'}`, odd, flag.options ?? []);
  const least = flag.leastInteger;
  if (least === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) {
    return new UserError(`${spelt} ${value || '""'} is not a whole number`, {
      next: `write for example ${spelt} 7`,
    });
  }
  const { greatestInteger: greatest = Number.POSITIVE_INFINITY } = flag;
  if (Number(value) > greatest)
    return new UserError(`${spelt} ${value} is more than ${greatest}`, { next: `give ${greatest} or less` });
  if (Number(value) >= least) return undefined;
  return new UserError(`${spelt} ${value} is less than ${least}`, { next: `give ${least} or more` });
}

/** What stands after the flag, and what it means. */
function explained({ options, valueName, description }: FlagShape): string {
  return `${options?.join('|') ?? valueName ?? 'VALUE'}: ${description}`;
}

function noneOf(what: string, word: string, options: readonly string[]): UserError {
  const begun = options.filter((option) => word !== '' && option.startsWith(word));
  const meant = didYouMean(word, options) ?? (begun.length === 1 ? begun[0] : undefined);
  return new UserError(`${what} is none of ${options.join(', ')}`, {
    next: meant === undefined ? 'give one of them' : `did you mean ${meant}?`,
  });
}

function repeatedFlag(flags: readonly ReadFlag[]): UserError | undefined {
  const again = flags.find(
    ({ flag }, index) =>
      flag.takesValue && !flag.repeats && flags.slice(0, index).some((earlier) => earlier.flag === flag),
  );
  if (again === undefined) return undefined;
  return new UserError(`--${again.flag.name} is given twice`, { next: 'give it once' });
}

function wrongArguments(
  command: CommandShape,
  read: readonly ReadWord[],
  subverbs: readonly string[],
): UserError | undefined {
  const words = read.filter((word) => word.kind === 'argument').map(({ word }) => word);
  const { args, takesMore } = command;
  const odd = args.findIndex(({ options }, index) => {
    const word = words[index];
    return word !== undefined && options !== undefined && !options.includes(word);
  });
  if (odd >= 0) return noneOf(words[odd]!, words[odd]!, [...(args[odd]?.options ?? []), ...subverbs]);
  const missing = args.find(({ isRequired }, index) => isRequired && words[index] === undefined);
  if (missing !== undefined) {
    const more = subverbs.length > 0 && missing.options !== undefined ? `, or ${subverbs.join(' or ')}` : '';
    return new UserError(`${missing.name} is missing`, {
      next: `give ${missing.options?.join(', ') ?? missing.description}${more}; see --help`,
    });
  }
  const extra = words[args.length];
  if (extra === undefined || takesMore) return undefined;
  const dashed = wrongDash(extra);
  if (dashed !== undefined) return dashed;
  const taken = args.length === 0 ? 'no arguments' : `only ${args.map(({ name }) => name).join(' ')}`;
  return new UserError(`${extra === '' ? '""' : extra} is one word too many`, {
    next: `${command.words.join(' ')} takes ${taken}${looksLikeFlag(extra) ? '; flags stand before --' : ''}`,
  });
}

function missingFlag({ flags }: CommandShape, given: readonly ReadFlag[]): UserError | undefined {
  const missing = flags.find(
    (flag) => flag.isRequired && !given.some((each) => each.flag.name === flag.name),
  );
  if (missing === undefined) return undefined;
  const spelt = missing.char === undefined ? `--${missing.name}` : `-${missing.char}`;
  return new UserError(`--${missing.name} is missing`, { next: `write ${spelt} ${explained(missing)}` });
}

function unfittingFlags({ flag }: ReadFlag, given: readonly ReadFlag[]): UserError | undefined {
  const names = given.map((each) => each.flag.name);
  const excluded = flag.excludes.find((name) => names.includes(name));
  if (excluded !== undefined) {
    return new UserError(`--${flag.name} and --${excluded} exclude each other`, { next: 'give one of them' });
  }
  const needed = flag.needs.find((name) => !names.includes(name));
  if (needed === undefined) return undefined;
  return new UserError(`--${flag.name} needs --${needed} beside it`, {
    next: `give --${needed} too, or leave --${flag.name} out`,
  });
}
