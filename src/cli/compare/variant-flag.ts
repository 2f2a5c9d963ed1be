/** Reads `--variant NAME=FLAGS`: a name, and flags of replay as a shell would split them. */
import { parse } from '@oclif/core/parser';
import { UserError } from '../../core/errors/user-error.ts';
import type { NamedSettings } from '../../verbs/compare/compared-variants.ts';
import { REPLAY_OPTIONS, readReplayOptions } from '../../verbs/replay/replay-options.ts';
import type { CommandClass } from '../command-line/command-shape.ts';
import { commandFlags, flagValues } from '../target-flags.ts';
import type { ReplaySettings } from './play-task.ts';

const { speed: _speed, seed: _seed, seeds: _seeds, ...VARIANT_OPTIONS } = REPLAY_OPTIONS;

/** The flags that a variant may have. */
const VARIANT_FLAGS = Object.values(VARIANT_OPTIONS);

/** A name may have spaces, but none of its words is a flag: then the first = is that of the flag's value. */
const NAMED = /^((?:[^\s=\p{C}-][^\s=\p{C}]*)(?: +[^\s=\p{C}-][^\s=\p{C}]*)*) *=([\s\S]*)$/u;

const EXAMPLE = "write for example --variant 'fewer=--nodes-scale 0.8'";

/** @throws {UserError} (usage) without a name, for a flag that replay does not have, and for a wrong value. */
export async function readVariant(value: string): Promise<NamedSettings<ReplaySettings>> {
  const [, name, flags = ''] = NAMED.exec(value.trim()) ?? [];
  if (name === undefined) {
    throw new UserError(`--variant ${value} is not NAME=FLAGS`, { next: EXAMPLE });
  }
  const parsed = await parseFlags(name, splitWords(name, flags));
  return {
    name,
    flags: flags.trim(),
    options: readReplayOptions(VARIANT_OPTIONS, flagValues(VARIANT_FLAGS, parsed)),
  };
}

async function parseFlags(name: string, words: readonly string[]): Promise<Record<string, unknown>> {
  const flags = commandFlags(VARIANT_FLAGS);
  try {
    return (await parse([...words], { flags, strict: true })).flags;
  } catch (error) {
    const wrong = await wrongFlags(flags, words);
    if (wrong !== undefined) throw new UserError(`--variant ${name}: ${wrong.message}`, { next: wrong.next });
    const [first] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UserError(`--variant ${name}: ${first}`, { next: ALL_FLAGS });
  }
}

const ALL_FLAGS = `a variant takes ${VARIANT_FLAGS.map((flag) => `--${flag.name}`).join(', ')}`;

/** The mistake in the words that a command line with it has. What finds it is loaded only where there is one. */
async function wrongFlags(
  flags: ReturnType<typeof commandFlags>,
  words: readonly string[],
): Promise<UserError | undefined> {
  const { shapesOf } = await import('../command-line/command-shape.ts');
  const { wrongWords } = await import('../command-line/wrong-words.ts');
  const [shape] = shapesOf({ 'a variant': { flags, baseFlags: {}, args: {}, strict: true } as CommandClass });
  return wrongWords({ ...shape!, flagsInWords: ALL_FLAGS }, words);
}

/** Splits at spaces; quotes keep a word together, and a backslash the next character. */
function splitWords(name: string, text: string): string[] {
  const words: string[] = [];
  let [word, quote, isOpen] = ['', '', false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (quote === '' && /\s/.test(character)) {
      if (isOpen) words.push(word);
      [word, isOpen] = ['', false];
    } else if (quote === '' && (character === '"' || character === "'")) {
      [quote, isOpen] = [character, true];
    } else if (character === quote) {
      quote = '';
    } else {
      if (character === '\\' && quote !== "'") at += 1;
      [word, isOpen] = [word + (text[at] ?? ''), true];
    }
  }
  if (quote !== '')
    throw new UserError(`--variant ${name}: the quote ${quote} has no end`, { next: EXAMPLE });
  return isOpen ? [...words, word] : words;
}
