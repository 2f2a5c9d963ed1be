/** Finds the file of defaults. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';

/**
 * `KEG_CONFIG`, else `kubectl-keg/config.yaml` in the user's folder of configurations (XDG Base Directory Specification).
 *
 * @returns undefined where there is none.
 * @throws {UserError} (usage) for a file that KEG_CONFIG names and that is missing.
 */
export function configFile(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment.KEG_CONFIG;
  if (named) {
    if (existsSync(named)) return named;
    throw new UserError(`there is no file ${named}`, { next: 'check the variable KEG_CONFIG' });
  }
  const folder = environment.XDG_CONFIG_HOME || join(environment.HOME || homedir(), '.config');
  const usual = join(folder, 'kubectl-keg', 'config.yaml');
  return existsSync(usual) ? usual : undefined;
}
