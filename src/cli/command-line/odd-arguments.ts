/** Refuses arguments that are flags written wrongly, where a command takes any number of files and oclif takes them for files. */
import { UserError } from '../../core/errors/user-error.ts';

/**
 * @param words - those after the verb.
 * @param switches - names of the flags that take no value.
 * @returns undefined where every word can be the name of a file. What stands after `--` is one.
 */
export function oddArgument(words: readonly string[], switches: readonly string[]): UserError | undefined {
  const end = words.indexOf('--');
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const error = wrongDash(word) ?? valueOfSwitch(word, switches);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Word processors write such a dash for two hyphens. */
export function wrongDash(word: string): UserError | undefined {
  const dashed = /^[\u2010-\u2015\u2212]+/.exec(word);
  if (dashed === null) return undefined;
  return new UserError(`${word} begins with a dash that is no hyphen`, {
    next: `did you mean --${word.slice(dashed[0].length)}?`,
  });
}

function valueOfSwitch(word: string, switches: readonly string[]): UserError | undefined {
  const flag = switches.find((name) => word.startsWith(`--${name}=`));
  if (flag === undefined) return undefined;
  return new UserError(`--${flag} takes no value`, { next: `write --${flag} alone` });
}
