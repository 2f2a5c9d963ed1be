/** Runs the real executable as a user would: its own process, its own streams, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const EXECUTABLE = join(ROOT, 'bin', 'kubectl-keg.cjs');
export const FIXTURE = join(ROOT, 'fixtures', 'gpu-day.yaml');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface KegOptions {
  /** What standard input holds. */
  readonly input?: string;
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** No more at once than a small machine has cores. */
const MOST_AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
}

function next(): void {
  running -= 1;
  waiting.shift()?.();
}

/** Runs `kubectl keg ...argv` to its end. */
export function keg(argv: readonly string[], options: KegOptions = {}): Promise<Finished> {
  return node([EXECUTABLE, ...argv], options);
}

/** Runs Node itself. */
export async function node(argv: readonly string[], options: KegOptions = {}): Promise<Finished> {
  await turn();
  try {
    const child = start(argv, options);
    child.stdin?.end(options.input ?? '');
    return await finished(child);
  } finally {
    next();
  }
}

/** Starts Node and leaves it running. */
export function start(argv: readonly string[], { folder = ROOT, env = {} }: KegOptions = {}): ChildProcess {
  const { COLUMNS, NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...inherited } = process.env;
  return spawn(process.execPath, argv, { cwd: folder, env: { ...inherited, ...env } });
}

export function finished(child: ChildProcess): Promise<Finished> {
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      streams[name] += text;
    });
  }
  child.stdin?.on('error', () => {});
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...streams }));
  });
}
