/** Has KWOK's own kwokctl create a cluster with its binary runtime, and gives up at once where a component does not stay up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
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
 * Creates the cluster in its folder and returns when kwokctl finds every component ready.
 *
 * @throws UserError with the last thing that the component which ended, or kwokctl, said; what was started is left to the caller to end.
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
  for (const { path, text } of files) await writeFile(path, text, { mode: 0o600 });
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
  // Asked rather than killed, as it then has written down the process id of whatever it started.
  const end = (): void => void child.kill();
  interrupted.addEventListener('abort', end);
  const watch = new AbortController();
  const watched = firstToEnd(folder, name, watch.signal).finally(end);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    watch.abort();
    const ended = await watched;
    // Asked to end, kwokctl ends with 0.
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
    // KWOK reads variables of that prefix before its configuration file: a person's own must not change the cluster.
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('KWOK_'))),
    KWOK_WORKDIR: folder,
    // kwokctl asks with kubectl, taken from the PATH first, which keeps a cache.
    PATH: [dirname(programs.kubectl), process.env.PATH].join(delimiter),
    KUBECACHEDIR: join(folder, 'kubectl-cache'),
  };
}

/** The first component that was started and runs no more; undefined where there is none until `signal` says to look no longer. */
async function firstToEnd(folder: string, name: string, signal: AbortSignal): Promise<Component | undefined> {
  while (!signal.aborted) {
    await sleep(POLL_MILLISECONDS, undefined, { signal }).catch(() => {});
    // kwokctl writes down what it is going to start just before it does.
    for (const component of await components(folder, name).catch(() => [])) {
      const pid = await readPid(component.pidFile);
      if (pid !== undefined && !(await runsIn(pid, folder))) return component;
    }
  }
  return undefined;
}

/** What a component said last that looks like the reason. */
async function lastError(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = log.trim().split('\n');
  return lines.findLast((line) => /^(Error|E\d|F\d|panic)/i.test(line)) ?? lastLine(log) ?? 'it said nothing';
}

/** kwokctl logs JSON where nobody watches. */
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
