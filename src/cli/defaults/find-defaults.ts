/** Finds the defaults that the environment and the configuration file give to the flags of one command. */
import type { Command } from '@oclif/core/command';
import { UserError } from '../../core/errors/user-error.ts';
import type { CommandClass } from '../command-line/command-shape.ts';
import { configFile } from './config-file.ts';
import type { defaultsInFile } from './defaults-in-file.ts';
import { hasSeveralMeanings, isForOneCommand, variableForAll, variablesOf } from './variable-names.ts';
import type { WrittenDefault } from './written-default.ts';

export interface FlagDefault {
  readonly value: unknown;
  /** The variable, or file:line:column. */
  readonly origin: string;
}

type FlagsByName = Readonly<Record<string, Command.Flag.Any>>;

export interface DefaultsOf {
  /** Of the command, as oclif names it: `cluster:status`. */
  readonly id: string;
  readonly flags: FlagsByName;
  /** Loads every command, to recognise the keys of the file. */
  readonly allCommands: () => Promise<Readonly<Record<string, CommandClass>>>;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * A variable wins over the file, and what is written for the command over what is written for all.
 *
 * @throws {UserError} (usage) for a value that the flag does not take, for a variable that would set a flag of several meanings in
 * all commands, and for a file that is not valid.
 */
export async function findDefaults({
  id,
  flags,
  allCommands,
  environment,
}: DefaultsOf): Promise<ReadonlyMap<string, FlagDefault>> {
  const file = configFile(environment);
  const inFile = file === undefined ? undefined : await readFile(file, id, allCommands);
  const found = new Map<string, FlagDefault>();
  for (const [name, flag] of Object.entries(flags)) {
    const written = inEnvironment(id, name, flag, environment) ?? inFile?.get(name);
    if (written === undefined || (await isForOthers(name, flag, written))) continue;
    const { flagValueOf } = await import('./written-default.ts');
    found.set(name, { value: await flagValueOf(name, flag, written), origin: written.origin });
  }
  return found;
}

async function readFile(...of: Parameters<typeof defaultsInFile>): ReturnType<typeof defaultsInFile> {
  const { defaultsInFile: read } = await import('./defaults-in-file.ts');
  return read(...of);
}

/** An empty variable counts as none. */
function inEnvironment(
  id: string,
  name: string,
  flag: Command.Flag.Any,
  environment: NodeJS.ProcessEnv,
): WrittenDefault | undefined {
  const [own, ...general] = variablesOf(id, name, flag);
  for (const variable of [own!, ...general]) {
    const text = environment[variable];
    if (text) return { texts: [text], origin: variable, isForOneCommand: variable === own };
  }
  const forAll = variableForAll(name);
  if (hasSeveralMeanings(name) && environment[forAll])
    throw new UserError(`${forAll}: --${name} means different things in different commands`, {
      next: `set ${own} for this command, and unset ${forAll}`,
    });
  return undefined;
}

/** A default for all commands does not reach a flag with several meanings; a format does not reach `-o` that names a file, nor commands without that format. */
async function isForOthers(
  name: string,
  flag: Command.Flag.Any,
  { texts, isForOneCommand: isForThis }: WrittenDefault,
): Promise<boolean> {
  if (isForThis) return false;
  if (isForOneCommand(name, flag)) return true;
  if (name !== 'output') return false;
  if (flag.type !== 'option' || flag.options === undefined) return false;
  const { options } = flag;
  const { formatNames } = await import('../../render/formats/index.ts');
  return texts.every((text) => formatNames().includes(text) && !options.includes(text));
}
