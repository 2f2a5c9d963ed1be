/** The base of every command: flags that all of them have, and defaults from the environment and the configuration file. */
import type { Interfaces } from '@oclif/core';
import { Command } from '@oclif/core/command';
import type { CommandClass } from './command-line/command-shape.ts';
import type { FlagDefault } from './defaults/find-defaults.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';

type Parsed = Record<string, unknown>;
type DeclaredFlags = Record<string, Command.Flag.Any>;

export abstract class KegCommand extends Command {
  static override readonly baseFlags = GLOBAL_FLAGS;
  /** Loads every command. */
  static loadAll: () => Promise<Readonly<Record<string, CommandClass>>> = async () => ({});

  /** Those that were used, by flag. */
  private used: ReadonlyMap<string, FlagDefault> = new Map();

  protected override async parse<F extends Parsed, B extends Parsed, A extends Parsed>(
    options: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const { flags = {}, baseFlags = {} } = options as { flags?: DeclaredFlags; baseFlags?: DeclaredFlags };
    const declared = { ...baseFlags, ...flags };
    const defaults = await this.findDefaults(declared);
    const input = {
      ...options,
      args: options.args,
      flags: withDefaults(flags, defaults),
      baseFlags: withDefaults(baseFlags, defaults),
    } as Interfaces.Input<F, B, A>;
    const parsed = await super.parse<F, B, A>(input, argv);
    if (!this.ctor.strict) await this.refuseOddArguments(declared);
    const given = new Set(parsed.raw.map((token) => (token.type === 'flag' ? token.flag : '')));
    this.used = new Map([...defaults].filter(([name]) => !given.has(name)));
    await this.prepareMessages(parsed.flags, declared, given);
    return parsed;
  }

  /** Gives the flags of these names that were read as defaults the value that they have without. */
  protected leaveOutDefaults<Values extends object>(values: Values, names: readonly string[]): Values {
    const { flags } = this.ctor as unknown as { readonly flags: DeclaredFlags };
    const left = names.filter((name) => this.used.has(name));
    const without = left.map((name) => [name, flags[name]?.default ?? booleanDefault(flags[name])]);
    return { ...values, ...Object.fromEntries(without) };
  }

  protected override async catch(error: Interfaces.CommandError): Promise<unknown> {
    if (this.used.size > 0 && 'exitCode' in error && error.exitCode === 2) {
      const { sayLine } = await import('../render/terminal/stderr-line.ts');
      const used = [...this.used].map(([name, { origin }]) => `--${name} from ${origin}`);
      sayLine('info', `these defaults are used: ${used.join(', ')}`);
    }
    return super.catch(error);
  }

  private async refuseOddArguments(declared: DeclaredFlags): Promise<void> {
    const { oddArgument } = await import('./command-line/odd-arguments.ts');
    const switches = Object.keys(declared).filter((name) => declared[name]?.type === 'boolean');
    const error = oddArgument(this.argv, switches);
    if (error !== undefined) throw error;
  }

  private async findDefaults(flags: DeclaredFlags): Promise<ReadonlyMap<string, FlagDefault>> {
    const { findDefaults } = await import('./defaults/find-defaults.ts');
    const { loadAll } = KegCommand;
    return findDefaults({ id: this.id ?? '', flags, allCommands: loadAll, environment: process.env });
  }

  private async prepareMessages(
    flags: Readonly<Record<string, unknown>>,
    declared: DeclaredFlags,
    given: ReadonlySet<string>,
  ): Promise<void> {
    if (flags['log-format'] === 'json') {
      const { writeLinesAsJson } = await import('../render/terminal/stderr-line.ts');
      writeLinesAsJson();
    }
    if (flags.verbose !== true) return;
    const { printOrigins } = await import('./defaults/print-origins.ts');
    const { printCalls } = await import('./print-calls.ts');
    const set = Object.keys(declared).filter((name) => flags[name] !== undefined && name !== 'verbose');
    const originOf = (name: string): string =>
      given.has(name) ? 'command line' : (this.used.get(name)?.origin ?? 'default');
    printOrigins(set.map((name) => ({ name, value: flags[name], origin: originOf(name) })));
    printCalls();
  }
}

/** oclif must not read the variables itself: it takes any text for a boolean, and one text for a list. */
function withDefaults(flags: DeclaredFlags, defaults: ReadonlyMap<string, FlagDefault>): DeclaredFlags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { env: _env, ...flag }]) => {
      const found = defaults.get(name);
      return [name, (found === undefined ? flag : { ...flag, default: found.value }) as Command.Flag.Any];
    }),
  );
}

function booleanDefault(flag: Command.Flag.Any | undefined): false | undefined {
  return flag?.type === 'boolean' && !flag.allowNo ? false : undefined;
}
