/** Starts a real node on this machine: a kubelet with containerd and runc, in namespaces of its own, that one signal ends. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { buildKubelet, type Note } from '../cluster/build.ts';
import { kwokctlFolder } from '../cluster/cluster-folder.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { freePorts } from '../cluster/free-ports.ts';
import { buildImage } from './image.ts';
import { CGROUP, writeNodeFiles } from './node-files.ts';

export interface RealNode {
  /** Of the kubelet. */
  readonly port: number;
  /** Ends every process of the node and puts the machine back as it was. */
  stop(): Promise<void>;
}

const HIERARCHIES = '/sys/fs/cgroup';
const FIXED = ['/run/containerd', '/var/lib/kubelet', '/var/log/containers'];
/** The kubelet sets these for the whole machine. */
const SETTINGS = [
  'vm/overcommit_memory',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

/** Why this machine can have no real node; undefined where it can. */
export function whyNoNode(runtime: readonly string[]): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a real node needs Linux and root';
  const folders = [...runtime, ...(process.env.PATH ?? '').split(delimiter)];
  const missing = ['containerd', 'ctr', 'runc', 'unshare'].filter(
    (name) => !folders.some((each) => existsSync(join(each, name))),
  );
  return missing.length > 0
    ? `a real node needs ${missing.join(', ')} (--runtime FOLDER, or the PATH)`
    : undefined;
}

/** @throws UserError where the node is not ready after a minute. */
export async function startNode(
  cluster: ControlPlane,
  runtime: readonly string[],
  note: Note,
  address = '127.0.0.1',
): Promise<RealNode> {
  const kubelet = await buildKubelet(note);
  const folder = join(cluster.folder, 'node');
  await mkdir(folder, { recursive: true });
  const [port] = await freePorts(1);
  const script = await writeNodeFiles({
    folder,
    kubeconfig: cluster.kubeconfig,
    authority: join(kwokctlFolder(cluster.folder, cluster.name), 'pki', 'ca.crt'),
    kubelet,
    image: await buildImage(folder),
    runtime,
    address,
    port: port!,
  });
  const settings = await Promise.all(
    SETTINGS.map(async (name) => [name, await readFile(`/proc/sys/${name}`, 'utf8')] as const),
  );
  const cgroups = await makeCgroups();
  for (const each of FIXED) await mkdir(each, { recursive: true });
  const args = [
    '--mount',
    '--propagation',
    'private',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    'bash',
    script,
  ];
  const child = spawn('unshare', args, { stdio: 'ignore', detached: true });
  return {
    port: port!,
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGKILL');
        await ended;
      }
      for (const each of cgroups) await removeCgroup(each);
      for (const [name, value] of settings) await writeFile(`/proc/sys/${name}`, value);
      for (const each of FIXED) await rmdir(each).catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One in each hierarchy of version 1; with version 2 there is one hierarchy. */
async function makeCgroups(): Promise<string[]> {
  const isOne = existsSync(join(HIERARCHIES, 'cgroup.controllers'));
  const parents = isOne ? [HIERARCHIES] : (await readdir(HIERARCHIES)).map((name) => join(HIERARCHIES, name));
  const made: string[] = [];
  for (const parent of parents) {
    const group = join(parent, CGROUP);
    await mkdir(group, { recursive: true }).catch(() => {});
    if (!existsSync(group)) continue;
    made.push(group);
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      if (!isOne && existsSync(join(group, file)))
        await writeFile(join(group, file), await readFile(join(parent, file), 'utf8'));
  }
  return made;
}

/** The kernel needs a moment until the last process is gone. */
async function removeCgroup(group: string): Promise<void> {
  for (let attempt = 0; attempt < 50 && existsSync(group); attempt += 1) {
    await promisify(execFile)('find', [group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', '+']).catch(
      () => {},
    );
    await sleep(100);
  }
}

/** Waits until the node is ready. */
export async function nodeReady(isReady: () => Promise<boolean>): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    if (await isReady()) return;
    await sleep(1000);
  }
  throw new UserError('the real node is not ready after a minute', {
    next: 'read its logs: node/logs in the folder of the cluster',
  });
}
