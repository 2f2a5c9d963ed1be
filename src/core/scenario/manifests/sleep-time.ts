/** Reads from a container's command how long it runs, where the command sleeps: `sleep 10`, `["sleep", "1m", "30s"]`, `sh -c "sleep 5; exit 1"`. */
import type { Plain, PlainObject } from '../positioned-yaml.ts';

export interface SleepTime {
  /** Integer microseconds. */
  readonly time: number;
  readonly isFailure: boolean;
}

/** Undefined for a command that does something else than sleep, or that sleeps for ever. */
export function sleepTime({ command, args }: PlainObject): SleepTime | undefined {
  const words = [...wordsOf(command), ...wordsOf(args)];
  const program = baseName(words[0]);
  if (SHELLS.has(program)) return ofShell(words.slice(1));
  const [first, ...others] = program === 'busybox' ? words.slice(1) : words;
  const time = baseName(first) === 'sleep' ? sleptFor(others) : undefined;
  return time === undefined ? undefined : { time, isFailure: false };
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh']);

function wordsOf(value: Plain | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function baseName(word: string | undefined): string {
  return word?.split('/').at(-1) ?? '';
}

/** The script follows the option that has a c (-c, -ec), and may be behind `--`. */
function ofShell(words: readonly string[]): SleepTime | undefined {
  const option = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  if (option < 0) return undefined;
  const [script, ...others] = words.slice(option + 1).filter((word) => !/^-/.test(word));
  return script === undefined || others.length > 0 ? undefined : ofScript(script);
}

/** What makes the time of a script unknown: loops, branches, pipes, variables and commands in the background. */
const UNKNOWN = /[|&`(){}<>]|\$|\b(?:while|until|for|if|case|trap|wait)\b/;

/** Commands beside sleep count as taking no time. */
function ofScript(script: string): SleepTime | undefined {
  const commands = script.split(/&&|;|\n/).map((command) => command.trim());
  let time: number | undefined;
  for (const command of commands) {
    if (command.startsWith('#') || /^(?:echo|printf)\b[^|&`$]*$/.test(command)) continue;
    if (UNKNOWN.test(command)) return undefined;
    const [first, ...others] = command.replace(/^exec\s+/, '').split(/\s+/);
    if (baseName(first) === 'sleep') {
      const slept = sleptFor(others);
      if (slept === undefined) return undefined;
      time = (time ?? 0) + slept;
    } else if (first === 'exit') {
      return time === undefined ? undefined : { time, isFailure: Number(others[0] ?? 0) !== 0 };
    }
  }
  const isFailure = commands.filter((command) => command !== '').at(-1) === 'false';
  return time === undefined ? undefined : { time, isFailure };
}

const MICROSECONDS: Readonly<Record<string, number>> = { s: 1e6, m: 6e7, h: 3.6e9, d: 8.64e10 };

/** The sum of the numbers, as GNU coreutils adds them; a number without a unit is seconds. */
function sleptFor(words: readonly string[]): number | undefined {
  if (words.length === 0) return undefined;
  let sum = 0;
  for (const word of words) {
    const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(word.replace(/^(["'])(.*)\1$/, '$2'));
    if (!match) return undefined;
    sum += Number(match[1]) * MICROSECONDS[match[2] || 's']!;
  }
  return Number.isSafeInteger(Math.round(sum)) ? Math.round(sum) : undefined;
}
