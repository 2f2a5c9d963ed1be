/** Prints for `--verbose` where the value of each flag comes from. */
import { sayLine } from '../../render/terminal/stderr-line.ts';

export interface FlagOrigin {
  readonly name: string;
  readonly value: unknown;
  /** `command line`, a variable, file:line:column, or `default`. */
  readonly origin: string;
}

/** Their values are secrets. */
const SECRET: ReadonlySet<string> = new Set(['token', 'pseudonymise']);

export function printOrigins(origins: readonly FlagOrigin[]): void {
  for (const { name, value, origin } of origins)
    sayLine('debug', `--${name} ${originText(name, value)} (${origin})`, { flag: name, origin });
}

function originText(name: string, value: unknown): string {
  if (SECRET.has(name)) return '(not shown)';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
