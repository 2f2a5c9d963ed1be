/** Converts a default that somebody wrote, in a variable or a file, to the value of its flag. */
import type { Command } from '@oclif/core/command';
import { type SourcePosition, UserError } from '../../core/errors/user-error.ts';

export interface WrittenDefault {
  /** One text for each value. */
  readonly texts: readonly string[];
  /** The variable, or file:line:column. */
  readonly origin: string;
  /** Undefined for a variable. */
  readonly position?: SourcePosition | undefined;
  /** Whether it is written for one command. */
  readonly isForOneCommand: boolean;
}

interface ParsingFlag {
  parse(input: string, context: object, options: object): Promise<unknown>;
}

/** As Go's strconv.ParseBool, which kubectl uses. */
const TRUE: readonly string[] = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE: readonly string[] = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** @throws {UserError} (usage) that names the variable or the place in the file. */
export async function flagValueOf(
  name: string,
  flag: Command.Flag.Any,
  { texts, origin, position }: WrittenDefault,
): Promise<unknown> {
  const next = position ? 'correct or remove this line' : `correct it, or unset ${origin}`;
  const refuse = (message: string): UserError =>
    new UserError(position ? message : `${origin}: ${message}`, { position, next });
  const [text = ''] = texts;
  if (texts.length > 1 && !(flag.type === 'option' && flag.multiple))
    throw refuse(`--${name} takes one value, not ${texts.length}`);
  if (flag.type === 'boolean') {
    if (TRUE.includes(text)) return true;
    if (FALSE.includes(text)) return false;
    throw refuse(`${text} is neither true nor false, which --${name} takes`);
  }
  const { options } = flag;
  const parts =
    flag.multiple && flag.delimiter ? texts.flatMap((each) => each.split(flag.delimiter!)) : texts;
  const values = await Promise.all(
    parts.map(async (part) => {
      if (options !== undefined && !options.includes(part))
        throw refuse(`${part} is not one of ${options.join(', ')}, which --${name} takes`);
      try {
        return await (flag as ParsingFlag).parse(part, {}, flag);
      } catch (error) {
        const reason = (error as Error).message;
        throw refuse(`${part} does not fit --${name}: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`);
      }
    }),
  );
  return flag.multiple ? values : values[0];
}
