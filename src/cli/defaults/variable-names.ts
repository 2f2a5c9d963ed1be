/** Names the variables of the environment that give flags their defaults: `KEG_SPEED` for `--speed`, `KEG_REPLAY_SPEED` for one command. */
import type { Command } from '@oclif/core/command';

type NamedFlag = Pick<Command.Flag.Any, 'type'> & { readonly helpValue?: unknown };

/**
 * The variables of a flag, the strongest first.
 *
 * @param id of the command, as oclif names it: `cluster:status`.
 */
export function variablesOf(id: string, name: string, flag: NamedFlag): string[] {
  const own = inCapitals(`${id}-${name}`);
  return isForOneCommand(name, flag) ? [own] : [own, inCapitals(name)];
}

const SEVERAL_MEANINGS: ReadonlySet<string> = new Set([
  'at',
  'duration',
  'from',
  'keep',
  'nodes',
  'strict',
  'to',
]);

/** Whether a flag means one thing in one command and another elsewhere: `import --from` names a format, `report --from` a time. */
export function hasSeveralMeanings(name: string): boolean {
  return SEVERAL_MEANINGS.has(name);
}

/** `-o` names a format in most commands, and that one default fits; where it names only a file, the default is that of one command. */
export function isForOneCommand(name: string, { helpValue }: NamedFlag): boolean {
  if (hasSeveralMeanings(name)) return true;
  return name === 'output' && typeof helpValue === 'string' && /^FILE[^|]*$/.test(helpValue);
}

/** Writes the variable of each flag into its declaration, so that help names it. */
export function nameVariables(id: string, flags: Readonly<Record<string, Command.Flag.Any>>): void {
  for (const [name, flag] of Object.entries(flags)) flag.env = variablesOf(id, name, flag).at(-1)!;
}

/** The variable that would set the flag in all commands. */
export function variableForAll(name: string): string {
  return inCapitals(name);
}

function inCapitals(words: string): string {
  return `KEG_${words.replaceAll(/\W/g, '_').toUpperCase()}`;
}
