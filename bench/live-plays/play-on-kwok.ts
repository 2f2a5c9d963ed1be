/** Runs `kubectl keg replay` as a command on the test control plane, and keeps its figures and what it wrote beside them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures } from '../../src/core/measure/figures.ts';
import type { ControlPlane } from '../../test/control-plane/cluster/control-plane.ts';

const EXECUTABLE = join(import.meta.dirname, '..', '..', 'bin', 'kubectl-keg.cjs');

export interface LivePlay {
  readonly figures: Figures;
  /** Wall seconds of the whole command. */
  readonly seconds: number;
  /** Largest resident set, MB. */
  readonly memory: number;
  readonly stderr: string;
}

/** Samples the resident set of the command while it runs. */
export async function playOnKwok(
  cluster: ControlPlane,
  path: string,
  speed: number,
  ...flags: readonly string[]
): Promise<LivePlay> {
  const start = performance.now();
  const argv = [
    EXECUTABLE,
    'replay',
    path,
    '--target',
    'kwok',
    '--speed',
    `${speed}x`,
    '-o',
    'json',
    ...flags,
  ];
  const child = spawn(process.execPath, argv, { env: { ...process.env, KUBECONFIG: cluster.kubeconfig } });
  let stdout = '';
  let stderr = '';
  let memory = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const sampling = setInterval(() => {
    memory = Math.max(memory, residentMegabytes(child.pid ?? 0));
  }, 200);
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(sampling);
  if (code !== 0) throw new Error(stderr);
  return {
    figures: JSON.parse(stdout) as Figures,
    seconds: (performance.now() - start) / 1000,
    memory,
    stderr,
  };
}

/** 0 where the system has no /proc. */
function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}
