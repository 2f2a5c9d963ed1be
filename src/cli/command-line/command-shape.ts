/** Describes what a command accepts as plain data, so that errors, completion and the man page read it in one way. */
import type { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

/** A command as its file exports it. */
export type CommandClass = Pick<
  typeof Command,
  'summary' | 'description' | 'examples' | 'hidden' | 'flags' | 'baseFlags' | 'args' | 'strict'
>;

export interface FlagShape {
  /** Without the dashes. */
  readonly name: string;
  readonly char: string | undefined;
  readonly description: string;
  /** False for a flag that is only on or off. */
  readonly takesValue: boolean;
  /** How help names the value. */
  readonly valueName: string | undefined;
  /** The only values that it takes; undefined: any. */
  readonly options: readonly string[] | undefined;
  /** What separates several values in one word. */
  readonly delimiter: string | undefined;
  readonly repeats: boolean;
  /** Has a `--no-` form too. */
  readonly isNegatable: boolean;
  readonly isRequired: boolean;
  /** Names of flags that may not stand beside it. */
  readonly excludes: readonly string[];
  /** Names of flags that must stand beside it. */
  readonly needs: readonly string[];
  /** The least value of a flag that takes whole numbers; undefined for other flags. */
  readonly leastInteger: number | undefined;
  /** The greatest one; undefined where there is none. */
  readonly greatestInteger?: number | undefined;
  readonly isHidden: boolean;
  readonly byDefault: string | undefined;
  /** The section of the help in which it stands. */
  readonly group: string | undefined;
}

export interface ArgumentShape {
  /** As help shows it: `SCENARIO`. */
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** The only words that it takes; undefined: any. */
  readonly options: readonly string[] | undefined;
}

export interface CommandShape {
  /** `['cluster', 'reset']`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly isHidden: boolean;
  readonly flags: readonly FlagShape[];
  readonly args: readonly ArgumentShape[];
  /** Takes any number of arguments after those of `args`. */
  readonly takesMore: boolean;
  /** All its flags in one sentence, where it is no verb with a help of its own. */
  readonly flagsInWords?: string;
}

/** In the order of their names. */
export function shapesOf(commands: Readonly<Record<string, CommandClass>>): CommandShape[] {
  return Object.entries(commands)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, command]) => shapeOf(id, command));
}

/** All whole numbers are read by one function of oclif: what it reads is a whole number. */
const readsIntegers = Flags.integer().parse;

/** @param id as oclif names it: `cluster:reset`. */
function shapeOf(id: string, command: CommandClass): CommandShape {
  return {
    words: id.split(':'),
    summary: command.summary ?? '',
    description: command.description ?? '',
    examples: (command.examples ?? []).map((each) => (typeof each === 'string' ? each : each.command)),
    isHidden: command.hidden === true,
    flags: Object.entries({ ...command.baseFlags, ...command.flags }).map(([name, flag]) =>
      flagShape(name, flag),
    ),
    args: Object.entries(command.args).map(([name, arg]) => ({
      name: (arg.name ?? name).toUpperCase(),
      description: arg.description ?? '',
      isRequired: arg.required === true,
      options: arg.options,
    })),
    takesMore: command.strict === false,
  };
}

function flagShape(name: string, flag: Command.Flag.Any): FlagShape {
  const common = {
    name,
    char: flag.char,
    description: flag.description ?? flag.summary ?? '',
    isRequired: flag.required === true,
    excludes: (flag.exclusive ?? []).filter((each) => typeof each === 'string'),
    needs: (flag.dependsOn ?? []).filter((each) => typeof each === 'string'),
    isHidden: flag.hidden === true,
    group: flag.helpGroup,
    leastInteger: undefined,
    byDefault: undefined,
  };
  if (flag.type === 'boolean') {
    const none = { takesValue: false, valueName: undefined, options: undefined, delimiter: undefined };
    return { ...common, ...none, repeats: false, isNegatable: flag.allowNo === true };
  }
  return {
    ...common,
    takesValue: true,
    valueName: Array.isArray(flag.helpValue) ? flag.helpValue.join(' ') : flag.helpValue,
    options: flag.options,
    delimiter: flag.delimiter,
    repeats: flag.multiple === true,
    isNegatable: false,
    leastInteger: leastInteger(flag),
    ...('max' in flag && typeof flag.max === 'number' && { greatestInteger: flag.max }),
    byDefault:
      typeof flag.default === 'string' || typeof flag.default === 'number' ? String(flag.default) : undefined,
  };
}

function leastInteger(flag: Command.Flag.Any): number | undefined {
  if (!('parse' in flag) || flag.parse !== readsIntegers) return undefined;
  return 'min' in flag && typeof flag.min === 'number' ? flag.min : Number.NEGATIVE_INFINITY;
}
