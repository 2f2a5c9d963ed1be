/** The folder of the built programs and the running clusters, in the user's cache outside the repository. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** `$XDG_CACHE_HOME/kubectl-keg`, or `~/.cache/kubectl-keg`. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  // By the XDG base directory specification, relative paths are ignored.
  const isAbsolute = base !== undefined && base !== '' && resolve(base) === base;
  return join(isAbsolute ? base : join(homedir(), '.cache'), 'kubectl-keg');
}

/** The folder that holds a folder for each cluster. */
export function clustersFolder(): string {
  return join(cacheFolder(), 'clusters');
}
