/** Reads a scenario directory of the Karpenter driver: config.yml, steps.yml, its manifests and its node pools. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { type DriverFiles, readDriverConfig } from '../core/scenario/driver/load-driver.ts';
import type { ManifestFile } from '../core/scenario/manifests/load-manifests.ts';
import { readTextFile } from './text-file.ts';

/** Whether the path is a folder with a configuration of the driver. */
export function isDriverFolder(path: string): boolean {
  return isFolder(path) && fileIn(path, 'config') !== undefined && fileIn(path, 'steps') !== undefined;
}

/** @throws {UserError} (exit code 2) if a file that the configuration names cannot be read. */
export async function readDriverFolder(folder: string): Promise<DriverFiles> {
  const config = await textFile(fileIn(folder, 'config')!);
  const steps = await textFile(fileIn(folder, 'steps')!);
  const simulator = readDriverConfig(config);
  const pools = (simulator?.clusters ?? []).flatMap(
    ({ KubernetesCluster: cluster }) => cluster?.nodepool_directory ?? [],
  );
  const directory = simulator?.deployments_directory ?? 'deployments';
  for (const name of simulator?.deployments ?? []) requireFile(join(folder, directory), name);
  return {
    config,
    steps,
    deployments: await manifestsIn(join(folder, directory)),
    nodePools: (await Promise.all(pools.map((each) => manifestsIn(join(folder, each))))).flat(),
  };
}

function requireFile(folder: string, name: string): void {
  if (fileIn(folder, name) !== undefined) return;
  throw new UserError(`there is no manifest of the deployment "${name}"`, {
    position: { file: folder },
    next: `the driver reads ${name}.yaml there`,
  });
}

/** NAME.yml or NAME.yaml. */
function fileIn(folder: string, name: string): string | undefined {
  return [`${name}.yml`, `${name}.yaml`]
    .map((each) => join(folder, each))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** In the order of their names. A folder that does not exist has none. */
async function manifestsIn(folder: string): Promise<readonly ManifestFile[]> {
  if (!isFolder(folder)) return [];
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return Promise.all(names.sort().map((name) => textFile(join(folder, name))));
}

async function textFile(file: string): Promise<ManifestFile> {
  return { file, text: await readTextFile(file) };
}
