/** Lists the shells that keg has a completion script for: one line for each shell. */
import { UserError } from '../../core/errors/user-error.ts';

interface Shell {
  readonly name: string;
  readonly script: () => Promise<string>;
}

const SHELLS: readonly Shell[] = [
  { name: 'bash', script: async () => (await import('./scripts/bash.ts')).BASH_SCRIPT },
  { name: 'zsh', script: async () => (await import('./scripts/zsh.ts')).ZSH_SCRIPT },
  { name: 'fish', script: async () => (await import('./scripts/fish.ts')).FISH_SCRIPT },
  { name: 'powershell', script: async () => (await import('./scripts/powershell.ts')).POWERSHELL_SCRIPT },
];

export const SHELL_NAMES: readonly string[] = SHELLS.map(({ name }) => name);

/** @throws {UserError} (usage) for a shell without a script. */
export async function shellScript(name: string): Promise<string> {
  const shell = SHELLS.find((each) => each.name === name);
  if (shell === undefined) {
    throw new UserError(`there is no script for ${name}`, { next: `give one of ${SHELL_NAMES.join(', ')}` });
  }
  return await shell.script();
}
