/** Where the built programs and the running clusters live: outside the repository, in the user's cache. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** `$XDG_CACHE_HOME/kubectl-keg`, or `~/.cache/kubectl-keg`. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  // The XDG base directory specification has relative paths ignored.
  const isAbsolute = base !== undefined && base !== '' && resolve(base) === base;
  return join(isAbsolute ? base : join(homedir(), '.cache'), 'kubectl-keg');
}

/** The folder that holds one folder a cluster. */
export function clustersFolder(): string {
  return join(cacheFolder(), 'clusters');
}
