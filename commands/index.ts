/** Lists every command by its name. Each file loads the rest of keg only when it runs. */

const LOADERS = {
  'cluster:reset': () => import('./cluster/reset.ts'),
  'cluster:status': () => import('./cluster/status.ts'),
  explain: () => import('./explain.ts'),
  export: () => import('./export.ts'),
  fit: () => import('./fit.ts'),
  generate: () => import('./generate.ts'),
  import: () => import('./import/index.ts'),
  'import:openb': () => import('./import/openb.ts'),
  record: () => import('./record.ts'),
  replay: () => import('./replay.ts'),
  report: () => import('./report.ts'),
  validate: () => import('./validate.ts'),
  verify: () => import('./verify.ts'),
};

type Name = keyof typeof LOADERS;

/** The command that the command line names, with its subcommands. All commands for anything else: help and suggestions need them. */
function wanted([, , first]: readonly string[]): readonly Name[] {
  const all = Object.keys(LOADERS) as Name[];
  if (first === undefined || !(first in LOADERS)) return all;
  return all.filter((name) => name === first || name.startsWith(`${first}:`));
}

type Commands = { readonly [Each in Name]: Awaited<ReturnType<(typeof LOADERS)[Each]>>['default'] };

const loaded = wanted(process.argv).map(async (name) => [name, (await LOADERS[name]()).default] as const);

/** Holds all commands unless the command line of this process names one. */
export const COMMANDS = Object.fromEntries(await Promise.all(loaded)) as Commands;
