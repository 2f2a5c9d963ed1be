/** Lists every command by its name. Each file loads the rest of keg only when it runs. */

import { nameVariables } from '../src/cli/defaults/variable-names.ts';

const LOADERS = {
  audit: () => import('./audit.ts'),
  'cluster:reset': () => import('./cluster/reset.ts'),
  'cluster:status': () => import('./cluster/status.ts'),
  compare: () => import('./compare.ts'),
  completion: () => import('./completion/index.ts'),
  'completion:install': () => import('./completion/install.ts'),
  'completion:uninstall': () => import('./completion/uninstall.ts'),
  explain: () => import('./explain.ts'),
  export: () => import('./export.ts'),
  fit: () => import('./fit.ts'),
  generate: () => import('./generate.ts'),
  import: () => import('./import/index.ts'),
  'import:openb': () => import('./import/openb.ts'),
  record: () => import('./record.ts'),
  replay: () => import('./replay.ts'),
  report: () => import('./report.ts'),
  size: () => import('./size.ts'),
  validate: () => import('./validate.ts'),
  verify: () => import('./verify.ts'),
  version: () => import('./version.ts'),
  view: () => import('./view.ts'),
};

type Name = keyof typeof LOADERS;

type Commands = { readonly [Each in Name]: Awaited<ReturnType<(typeof LOADERS)[Each]>>['default'] };

/**
 * Loads the command that the command line names, with its subcommands. Loads all commands for anything else: help and suggestions need them.
 * @param first the first word after the name of the program.
 */
export async function loadCommands(first?: string): Promise<Commands> {
  const loaded = wanted(first).map(async (name) => {
    const command = (await LOADERS[name]()).default;
    nameVariables(name, command.flags);
    return [name, command] as const;
  });
  return Object.fromEntries(await Promise.all(loaded)) as Commands;
}

function wanted(first: string | undefined): readonly Name[] {
  const all = Object.keys(LOADERS) as Name[];
  if (first === undefined || !Object.hasOwn(LOADERS, first)) return all;
  return all.filter((name) => name === first || name.startsWith(`${first}:`));
}
