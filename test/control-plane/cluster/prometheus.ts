/** Finds Prometheus: on the PATH, in the cache of programs, or in Debian's package, which is unpacked into that cache. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

const FOLDER = join(cacheFolder(), 'programs', `${process.platform}-${process.arch}`, 'prometheus-debian');
const SECONDS_TO_UPDATE = '60';
const SECONDS_TO_LOAD = '120';

/** @returns its path; undefined where it can't be had: no machine of Debian, or no network. */
export async function findPrometheus(note: (line: string) => void = () => {}): Promise<string | undefined> {
  const unpacked = join(FOLDER, 'usr', 'bin', 'prometheus');
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'prometheus'));
  for (const path of [...onPath, unpacked]) if (await exists(path)) return path;
  if (process.platform !== 'linux') return undefined;
  note('loading the Debian package of prometheus');
  await unpack().catch(() => {});
  return (await exists(unpacked)) ? unpacked : undefined;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Unpacked in another folder and then moved, so that an interrupted run leaves no part of it. */
async function unpack(): Promise<void> {
  await mkdir(dirname(FOLDER), { recursive: true });
  const aside = await mkdtemp(join(dirname(FOLDER), '.loading-'));
  try {
    if (!(await run(aside, 'timeout', SECONDS_TO_LOAD, 'apt-get', 'download', 'prometheus'))) {
      await run(aside, 'timeout', SECONDS_TO_UPDATE, 'apt-get', 'update');
      await run(aside, 'timeout', SECONDS_TO_LOAD, 'apt-get', 'download', 'prometheus');
    }
    const archive = (await readdir(aside)).find((name) => name.endsWith('.deb'));
    if (archive === undefined) return;
    const content = join(aside, 'content');
    if (await run(aside, 'dpkg-deb', '-x', archive, content)) await rename(content, FOLDER);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function run(cwd: string, command: string, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { cwd, stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}
