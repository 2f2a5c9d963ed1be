/** Converts flags that are declared as plain data into flags of the command line, and their values back. */
import type { Interfaces } from '@oclif/core';
import * as Flags from '@oclif/core/flags';
import type { DeclaredFlag, FlagValues, TargetFlag } from '../targets/target-flag.ts';
import { parseDurationFlag } from './duration-flag.ts';

type CommandFlag = Interfaces.Flag<unknown>;

/** By name, in the order of the list. */
export function commandFlags(flags: readonly DeclaredFlag[]): Record<string, CommandFlag> {
  return Object.fromEntries(flags.map((flag) => [flag.name, commandFlag(flag)]));
}

function commandFlag(flag: DeclaredFlag & Partial<TargetFlag>): CommandFlag {
  const { type, description, helpValue, group, min, allowNo = false } = flag;
  const section = {
    ...(group === undefined ? {} : { helpGroup: group }),
    ...(flag.char === undefined ? {} : { char: flag.char }),
  };
  if (type === 'boolean') {
    const on = flag.default === true ? { default: true } : {};
    return Flags.boolean({ description, ...section, allowNo, ...on }) as CommandFlag;
  }
  if (type === 'integer') {
    return Flags.integer({ description, ...section, ...(min === undefined ? {} : { min }) }) as CommandFlag;
  }
  const text = typeof flag.default === 'string' ? { default: flag.default } : {};
  const value = { description, ...section, ...(helpValue === undefined ? {} : { helpValue }) };
  return type === 'texts'
    ? (Flags.string({ ...value, multiple: true, multipleNonGreedy: true }) as CommandFlag)
    : (Flags.string({ ...value, ...text }) as CommandFlag);
}

/**
 * What the command line read for them: durations in microseconds.
 *
 * @throws {UserError} (usage) for a duration that is not valid.
 */
export function flagValues(
  flags: readonly DeclaredFlag[],
  parsed: Readonly<Record<string, unknown>>,
): FlagValues {
  return Object.fromEntries(flags.map((flag) => [flag.name, flagValue(flag, parsed[flag.name])]));
}

function flagValue({ name, type, bareSeconds }: DeclaredFlag, value: unknown): FlagValues[string] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (type !== 'duration') return value;
  // kubectl reads a bare number as seconds.
  return parseDurationFlag(`--${name}`, bareSeconds ? value.replace(/^\d+$/, '$&s') : value);
}
