/** Describes keg to oclif: package.json, and the commands as loaded classes. A bundle or a single executable has no files of commands that oclif could look for. */
import type { Command, Interfaces } from '@oclif/core';
import { Plugin } from '@oclif/core/config';
import packageJson from '../../package.json' with { type: 'json' };

/** Says to oclif that there is one list of commands. It does not look for the target of a list that it has. */
const LOADED = { strategy: 'explicit', target: 'commands', identifier: 'COMMANDS' } as const;

/**
 * @param root the folder of package.json, or of the executable.
 * @param commands the commands by their name.
 */
export async function ownPlugin(
  root: string,
  commands: Readonly<Record<string, Command.Class>>,
): Promise<Plugin> {
  const { oclif, ...rest } = packageJson as Interfaces.PJSON;
  const pjson = { ...rest, oclif: { ...oclif, commands: LOADED } };
  const plugin = new Plugin({ root, pjson, isRoot: true, ignoreManifest: true });
  const loaded: Command.Loadable[] = [];
  for (const [id, command] of Object.entries(commands).sort(byName)) {
    fill(plugin, { [id]: command });
    await plugin.load();
    loaded.push(...plugin.commands);
  }
  fill(plugin, commands);
  plugin.commandIDs = loaded.map(({ id }) => id);
  plugin.commands = loaded;
  return plugin;
}

/**
 * oclif keeps the commands that it loads from `oclif.commands` in this field. A filled field is all that it asks for. One command at a time
 * needs no order: oclif sorts by the rules of a language, and Node takes 9 ms to load them.
 */
function fill(plugin: Plugin, commandCache: Readonly<Record<string, Command.Class>>): void {
  Object.assign(plugin, { commandCache });
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
