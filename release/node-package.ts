/** Fetches a Node of an exact version from the npm registry and checks its integrity. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { PinnedPackage } from './platforms.ts';
import { untar } from './tar.ts';

export interface NodeFiles {
  readonly program: Buffer;
  /** The licences of Node and of all that is built into it. Packages for Windows have none. */
  readonly licence: string | undefined;
}

/**
 * npm takes the package from its own cache if it is there.
 *
 * @throws Error if the package is not exactly the pinned one.
 */
export async function fetchNode(pinned: PinnedPackage): Promise<NodeFiles> {
  const packed = await npmPack(pinned);
  const integrity = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
  if (integrity !== pinned.integrity) {
    throw new Error(`${pinned.name}@${pinned.version} is ${integrity}, not ${pinned.integrity}`);
  }
  let program: Buffer | undefined;
  let licence: string | undefined;
  for (const { path, content } of untar(gunzipSync(packed))) {
    if (path === 'package/bin/node' || path === 'package/bin/node.exe') program = Buffer.from(content);
    if (path === 'package/LICENSE') licence = Buffer.from(content).toString();
  }
  if (program === undefined) throw new Error(`${pinned.name}@${pinned.version} has no bin/node`);
  return { program, licence };
}

async function npmPack({ name, version }: PinnedPackage): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'keg-node-'));
  try {
    const args = ['pack', '--silent', '--prefer-offline', '--pack-destination', folder, `${name}@${version}`];
    // On Windows npm is a script that only a shell runs.
    await promisify(execFile)('npm', args, { cwd: folder, shell: process.platform === 'win32' });
    const [file = ''] = await readdir(folder);
    return await readFile(join(folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
