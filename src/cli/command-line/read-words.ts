/** Splits the words after a verb into flags, values and arguments, as oclif does, so that a wrong word can be named. */
import type { CommandShape, FlagShape } from './command-shape.ts';

/** One flag, one argument, or one word that looks like a flag of the command and is none. */
export type ReadWord =
  | {
      readonly kind: 'flag';
      readonly flag: FlagShape;
      /** As the user wrote it, without the value: `--speed`, `-o`, `--no-fit`. */
      readonly spelt: string;
      /** Undefined for a flag that is only on or off, and for one whose value is missing. */
      readonly value: string | undefined;
      /** The value stands in the word of the flag: `--speed=10x`, `-ojson`. */
      readonly isAttached: boolean;
    }
  | { readonly kind: 'unknown'; readonly spelt: string; readonly word: string }
  | { readonly kind: 'argument'; readonly word: string }
  /** `--`: everything after it is an argument. */
  | { readonly kind: 'end' };

export type ReadFlag = Extract<ReadWord, { kind: 'flag' }>;

export function readWords({ flags }: Pick<CommandShape, 'flags'>, words: readonly string[]): ReadWord[] {
  const read: ReadWord[] = [];
  let rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (word === '--') {
      return [...read, { kind: 'end' }, ...rest.map((each) => ({ kind: 'argument', word: each }) as const)];
    }
    if (!looksLikeFlag(word)) {
      read.push({ kind: 'argument', word });
      continue;
    }
    const found = word.startsWith('--') ? longFlag(flags, word) : shortFlag(flags, word);
    if (found === undefined) {
      read.push({ kind: 'unknown', spelt: word.replace(/=.*$/s, ''), word });
      continue;
    }
    const { more, ...flag } = found;
    if (more !== undefined) rest = [more, ...rest];
    const takesNext =
      flag.flag.takesValue && !flag.isAttached && rest[0] !== undefined && !isFlag(flags, rest[0]);
    read.push(takesNext ? { ...flag, value: rest.shift() } : flag);
  }
  return read;
}

/** A word such as `-5` is a number, and `-` is standard input. */
export function looksLikeFlag(word: string): boolean {
  return word.startsWith('-') && word !== '-' && !/^-\d/.test(word);
}

/** `--speed`, `--no-fit` and `-o`, not `--speed=10x`. */
function isFlag(flags: readonly FlagShape[], word: string): boolean {
  if (!word.startsWith('-')) return false;
  return word.startsWith('--') ? named(flags, word) !== undefined : lettered(flags, word) !== undefined;
}

type Found = ReadFlag & {
  /** The rest of several letters behind one dash. */
  readonly more?: string;
};

function longFlag(flags: readonly FlagShape[], word: string): Found | undefined {
  const whole = named(flags, word);
  if (whole !== undefined) return found(whole, word);
  const [spelt = '', ...values] = word.split('=');
  const flag = named(flags, spelt);
  if (flag === undefined || values.length === 0) return undefined;
  return { ...found(flag, spelt), value: values.join('='), isAttached: true };
}

function shortFlag(flags: readonly FlagShape[], word: string): Found | undefined {
  const flag = lettered(flags, word);
  const attached = word.slice(2);
  if (flag === undefined) return undefined;
  const alone = found(flag, word.slice(0, 2));
  if (attached === '') return alone;
  if (flag.takesValue) return { ...alone, value: attached.replace(/^=/, ''), isAttached: true };
  return attached.startsWith('=')
    ? { ...alone, value: attached.slice(1), isAttached: true }
    : { ...alone, more: `-${attached}` };
}

function found(flag: FlagShape, spelt: string): Found {
  return { kind: 'flag', flag, spelt, value: undefined, isAttached: false };
}

function named(flags: readonly FlagShape[], word: string): FlagShape | undefined {
  return flags.find(
    ({ name, isNegatable }) => word === `--${name}` || (isNegatable && word === `--no-${name}`),
  );
}

function lettered(flags: readonly FlagShape[], word: string): FlagShape | undefined {
  return flags.find(({ char }) => char !== undefined && word[1] === char);
}
