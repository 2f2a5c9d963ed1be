/** The folder of a cluster. It holds all files of the cluster, so that only the folder is needed to end the cluster. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { clustersFolder } from './cache-folder.ts';
import type { ComponentName } from './kwokctl-configuration.ts';
import { commandLine, endProcesses } from './processes.ts';

/** A component, as kwokctl started it. */
export interface Component {
  readonly name: ComponentName;
  readonly program: string;
  readonly args: readonly string[];
  readonly pidFile: string;
  readonly logFile: string;
}

const NAME = /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/;
const OWNER_FILE = 'owner.pid';

/** The folder of the cluster of that name, whether it exists or not. */
export function clusterFolder(name: string): string {
  if (!NAME.test(name)) {
    throw new UserError(`"${name}" can't name a cluster`, {
      next: 'use at most 40 small letters, digits and dashes',
    });
  }
  return join(clustersFolder(), name);
}

/** The kubeconfig of the cluster in that folder. */
export function kubeconfigPath(folder: string): string {
  return join(folder, 'kubeconfig.yaml');
}

/** kwokctl's own folder of the cluster. */
export function kwokctlFolder(folder: string, name: string): string {
  return join(folder, 'clusters', name);
}

/**
 * Makes the folder of a new cluster.
 *
 * @param owner The process that the cluster must not outlive; undefined for a cluster that stays until it is ended.
 * @throws UserError if it exists already.
 */
export async function createClusterFolder(name: string, owner: number | undefined): Promise<string> {
  const folder = clusterFolder(name);
  await mkdir(clustersFolder(), { recursive: true });
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UserError(`There is a cluster "${name}" already: ${kubeconfigPath(folder)}`, {
      next: `npm run cluster:down -- --name ${name}, or another --name`,
    });
  }
  if (owner !== undefined) await writeFile(join(folder, OWNER_FILE), String(owner));
  return folder;
}

/** Ends every process of the cluster and removes the folder, if it exists. */
export async function removeCluster(folder: string): Promise<void> {
  await endProcesses(folder, await pidsBelow(folder));
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The names of all clusters, running or left over. */
export async function clusterNames(): Promise<readonly string[]> {
  return readdir(clustersFolder()).catch(() => []);
}

/** Removes clusters whose owner was killed before it could remove them. */
export async function removeOrphans(): Promise<void> {
  for (const name of await clusterNames()) {
    const folder = join(clustersFolder(), name);
    const owner = await readPid(join(folder, OWNER_FILE));
    if (owner !== undefined && (await commandLine(owner)) === undefined) await removeCluster(folder);
  }
}

/** The components and their arguments, as kwokctl saved them. */
export async function components(folder: string, name: string): Promise<readonly Component[]> {
  const home = kwokctlFolder(folder, name);
  const documents = parseAllDocuments(await readFile(join(home, 'kwok.yaml'), 'utf8'));
  return documents.flatMap((document) => {
    const { components = [] } = document.toJS() as {
      components?: readonly { name: ComponentName; binary: string; args: readonly string[] }[];
    };
    return components.map(({ name, binary, args }) => {
      const file = (binary.split(/[\\/]/).at(-1) ?? '').replace(/\.exe$/, '');
      return {
        name,
        program: binary,
        args,
        pidFile: join(home, 'pids', `${file}.pid`),
        logFile: join(home, 'logs', `${file}.log`),
      };
    });
  });
}

/** The process id in a file; undefined without one. */
export async function readPid(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

// Reads only the pid files, because a cluster with an interrupted start has nothing else.
async function pidsBelow(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.pid'));
  const pids = await Promise.all(
    files
      .filter(({ name }) => name !== OWNER_FILE)
      .map(({ parentPath, name }) => readPid(join(parentPath, name))),
  );
  return pids.filter((pid) => pid !== undefined);
}
