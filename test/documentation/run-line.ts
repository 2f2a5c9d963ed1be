/** Runs one command of a page in its folder: keg in this process, since each start of its own costs a third of a second, all else in a shell. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadCommands } from '../../commands/index.ts';
import { main } from '../../src/cli/main.ts';
import { ROOT } from './pages.ts';
import { kegCall } from './shell-line.ts';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The name of the kubeconfig in a page's folder. */
export const KUBECONFIG = '.kubeconfig';

/** Programs that need not be on every machine: duckdb, by its library. */
const PROGRAMS = join(import.meta.dirname, 'stand-ins', 'programs');

/** `for NAME in WORDS; do COMMAND; done` */
const LOOP = /^for (\w+) in ([^;]+); do (.*); done$/;

export async function runLine(line: string, folder: string): Promise<Ran> {
  const loop = LOOP.exec(line);
  if (loop !== null)
    return inTurn(
      loop[2]!.split(' ').map((word) => loop[3]!.replaceAll(`$${loop[1]}`, word)),
      folder,
    );
  const call = kegCall(line, folder);
  if (call === undefined) return inShell(line, folder);
  const ran = await kegInProcess(call.argv, folder, call.stderrToo);
  if (call.rest === '') return ran;
  // `cat` gives what keg printed to the rest of the line, such as `| jq .pods` or `> file`.
  const after = inShell(`cat ${call.rest}`, folder, ran.stdout);
  return { ...after, exitCode: ran.exitCode || after.exitCode, stderr: ran.stderr + after.stderr };
}

async function inTurn(lines: readonly string[], folder: string): Promise<Ran> {
  let all: Ran = { exitCode: 0, stdout: '', stderr: '' };
  for (const line of lines) {
    const { exitCode, stdout, stderr } = await runLine(line, folder);
    all = { exitCode: all.exitCode || exitCode, stdout: all.stdout + stdout, stderr: all.stderr + stderr };
  }
  return all;
}

function inShell(line: string, folder: string, input = ''): Ran {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: folder,
    env: { ...process.env, ...environment(folder), PATH: `${PROGRAMS}:${process.env.PATH ?? ''}` },
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { exitCode: status ?? 1, stdout, stderr };
}

/** The documentation shows a terminal of 80 columns without colour. The kubeconfig is that of the folder, if it has one, and none of the machine. */
function environment(folder: string): NodeJS.ProcessEnv {
  return { COLUMNS: '80', OCLIF_COLUMNS: '80', NO_COLOR: '1', KUBECONFIG: join(folder, KUBECONFIG) };
}

async function kegInProcess(argv: readonly string[], folder: string, stderrToo: boolean): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const before = { folder: process.cwd(), env: { ...process.env }, exitCode: process.exitCode };
  const restore = [
    capture(process.stdout, (text) => {
      printed.stdout += text;
    }),
    capture(process.stderr, (text) => {
      printed[stderrToo ? 'stdout' : 'stderr'] += text;
    }),
  ];
  Object.assign(process.env, environment(folder));
  process.chdir(folder);
  process.exitCode = 0;
  try {
    await main(argv, ROOT, loadCommands);
    return { exitCode: Number(process.exitCode ?? 0), ...printed };
  } finally {
    process.exitCode = before.exitCode;
    process.chdir(before.folder);
    for (const key of Object.keys(environment(folder))) {
      const value = before.env[key];
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
    for (const end of restore) end();
  }
}

/** Takes what is written to the stream; the function that it returns gives the stream back. */
function capture(stream: NodeJS.WriteStream, take: (text: string) => void): () => void {
  const original = stream.write;
  const before = new Set([...stream.listeners('error'), ...stream.listeners('drain')]);
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') callback();
    return true;
  };
  return () => {
    stream.write = original;
    for (const event of ['error', 'drain'] as const)
      for (const listener of stream.listeners(event) as (() => void)[])
        if (!before.has(listener)) stream.off(event, listener);
  };
}
