/** Creates a cluster with KWOK's kwokctl and its binary runtime, and stops at once when a component ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { ProgramPaths } from './build.ts';
import { type Component, components, kubeconfigPath, readPid } from './cluster-folder.ts';
import { freePorts } from './free-ports.ts';
import { type ControlPlaneSettings, kwokctlFiles, PORT_COUNT } from './kwokctl-configuration.ts';
import { runsIn } from './processes.ts';

const READY_SECONDS = 60;
const POLL_MILLISECONDS = 200;

/**
 * Creates the cluster in its folder. Returns when kwokctl finds every component ready.
 *
 * @throws UserError with the last output of the component that ended, or of kwokctl. The caller must end the started components.
 */
export async function createCluster(
  name: string,
  folder: string,
  programs: ProgramPaths,
  settings: ControlPlaneSettings,
  interrupted: AbortSignal,
): Promise<void> {
  const ports = await freePorts(PORT_COUNT);
  const files = kwokctlFiles(settings, { folder, programs, ports });
  for (const { path, text } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o600 });
  }
  const args = ['create', 'cluster', '--name', name, '--config', files[0].path];
  args.push('--kubeconfig', kubeconfigPath(folder), '--wait', `${READY_SECONDS}s`);
  const child = spawn(programs.kwokctl, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(folder, programs),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  // Asked to end rather than killed, so that it saves the process ids of all that it started.
  const end = (): void => void child.kill();
  interrupted.addEventListener('abort', end);
  const watch = new AbortController();
  const watched = firstToEnd(folder, name, watch.signal).finally(end);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    watch.abort();
    const ended = await watched;
    // kwokctl ends with 0 when it is asked to end.
    interrupted.throwIfAborted();
    if (ended !== undefined) throw didNotComeUp(`${ended.name} ended: ${await lastError(ended.logFile)}`);
    if (code !== 0) throw didNotComeUp(lastMessage(output) ?? `kwokctl ended with ${code}`);
  } finally {
    watch.abort();
    interrupted.removeEventListener('abort', end);
  }

  function didNotComeUp(why: string): UserError {
    return new UserError(`Cluster "${name}" did not come up: ${why}`, { next: 'try again', exitCode: 3 });
  }
}

function environment(folder: string, programs: ProgramPaths): NodeJS.ProcessEnv {
  return {
    // KWOK reads variables of this prefix before its configuration file. Those of the user must not change the cluster.
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('KWOK_'))),
    KWOK_WORKDIR: folder,
    // kwokctl calls kubectl, from the PATH first, and kubectl keeps a cache.
    PATH: [dirname(programs.kubectl), process.env.PATH].join(delimiter),
    KUBECACHEDIR: join(folder, 'kubectl-cache'),
  };
}

/** The first started component that has ended; undefined if none ends before `signal` aborts. */
async function firstToEnd(folder: string, name: string, signal: AbortSignal): Promise<Component | undefined> {
  while (!signal.aborted) {
    await sleep(POLL_MILLISECONDS, undefined, { signal }).catch(() => {});
    // kwokctl saves each component just before it starts it.
    for (const component of await components(folder, name).catch(() => [])) {
      const pid = await readPid(component.pidFile);
      if (pid !== undefined && !(await runsIn(pid, folder))) return component;
    }
  }
  return undefined;
}

/** The last line of a component's log that looks like the reason. */
async function lastError(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = log.trim().split('\n');
  return lines.findLast((line) => /^(Error|E\d|F\d|panic)/i.test(line)) ?? lastLine(log) ?? 'it said nothing';
}

/** kwokctl logs JSON when its output is no terminal. */
function lastMessage(output: string): string | undefined {
  const line = lastLine(output);
  try {
    const { msg, err } = JSON.parse(line ?? '') as { msg: string; err?: string };
    return err === undefined ? msg : `${msg}: ${err}`;
  } catch {
    return line;
  }
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}
