/** Names the folder of what keg may compute again (XDG Base Directory Specification). */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `kubectl-keg/NAME` in the user's folder of caches. */
export function cacheFolder(
  name: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const folder = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache');
  return join(folder, 'kubectl-keg', name);
}
