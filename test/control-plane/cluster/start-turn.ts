/** Lets one cluster at a time start on this machine: a start keeps two cores busy, and a component ends if it finds no API server within 10 s. */
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './cache-folder.ts';
import { readPid } from './cluster-folder.ts';
import { commandLine } from './processes.ts';

const POLL_MILLISECONDS = 50;
/** Longer than a start may take. A file that is older was left behind. */
const OLDEST_MILLISECONDS = 150_000;

/**
 * Waits until no other process, and no other call of this one, starts a cluster.
 *
 * @returns a function that ends the turn.
 * @throws the reason of `interrupted` if it aborts before.
 */
export async function takeTurn(interrupted: AbortSignal): Promise<() => Promise<void>> {
  const file = join(cacheFolder(), 'starting.pid');
  for (;;) {
    interrupted.throwIfAborted();
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isLeftBehind(file)) await rm(file, { force: true });
    else await sleep(POLL_MILLISECONDS);
  }
}

async function isLeftBehind(file: string): Promise<boolean> {
  const owner = await readPid(file);
  if (owner !== undefined && (await commandLine(owner)) === undefined) return true;
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > OLDEST_MILLISECONDS;
}
