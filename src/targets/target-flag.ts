/** Command-line flags as plain data, so that targets and verbs declare their own without knowing the command line. */
import type { Microseconds } from '../core/time/microseconds.ts';

export interface DeclaredFlag {
  /** Without the dashes. */
  readonly name: string;
  /** `texts` may be given more than once; a `duration` is a Go duration. */
  readonly type: 'boolean' | 'text' | 'texts' | 'integer' | 'duration';
  readonly description: string;
  /** How help names its value. */
  readonly helpValue?: string;
  readonly default?: string | boolean;
  /** A boolean that is on by default: help shows its `--no-` form too. */
  readonly allowNo?: boolean;
  /** A duration that may be a bare number of seconds, as kubectl's. */
  readonly bareSeconds?: boolean;
  /** The least value of an integer. */
  readonly min?: number;
  /** Its short form, without the dash. */
  readonly char?: 'A' | 'n' | 's';
}

export interface TargetFlag extends DeclaredFlag {
  /** The section of the help in which it stands. */
  readonly group: string;
}

/** Values as the command line read them, by flag: durations in microseconds. */
export type FlagValues = Readonly<
  Record<string, string | boolean | readonly string[] | Microseconds | undefined>
>;

/** Undefined where it was not given. */
export function textFlag(flags: FlagValues, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** Undefined where it was not given. */
export function textsFlag(flags: FlagValues, name: string): readonly string[] | undefined {
  const value = flags[name];
  return Array.isArray(value) ? value : undefined;
}

/** Undefined where it was not given. */
export function durationFlag(flags: FlagValues, name: string): Microseconds | undefined {
  const value = flags[name];
  return typeof value === 'number' ? value : undefined;
}
