/** Ends processes by id, and only processes of a cluster's folder, because an id may belong to another process by now. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POLL_MILLISECONDS = 20;

/** The command line of a live process; undefined if none has the id, or if it is a zombie. */
export async function commandLine(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      // A zombie's command line is empty.
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim() || undefined;
    }
    const { stdout } = await run('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)]);
    const line = stdout.trim();
    return line === '' || line.startsWith('Z') ? undefined : line;
  } catch {
    return undefined;
  }
}

/** Whether the process lives and its command line names `folder`, as every process of a cluster does. */
export async function runsIn(pid: number, folder: string): Promise<boolean> {
  return (await commandLine(pid))?.includes(folder) ?? false;
}

/** Sends a signal to a process of the folder. Returns false if it has ended. */
export async function signalIn(folder: string, pid: number, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await runsIn(pid, folder))) return false;
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Kills the processes of the folder among `pids`, also frozen ones, and waits until they are gone.
 *
 * @throws Error if one still runs after 10 s.
 */
export async function endProcesses(folder: string, pids: readonly number[]): Promise<void> {
  // Killed, because the API server would wait up to a minute for its watches when it is asked to end.
  for (const pid of pids) await signalIn(folder, pid, 'SIGKILL');
  const deadline = performance.now() + 10_000;
  for (const pid of pids) {
    while (await runsIn(pid, folder)) {
      if (performance.now() > deadline) throw new Error(`process ${pid} of ${folder} does not end`);
      await sleep(POLL_MILLISECONDS);
    }
  }
}
