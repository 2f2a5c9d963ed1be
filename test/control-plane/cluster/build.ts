/** Builds the programs of the control plane from Go modules of exact versions. The cache keeps them until a version changes. */
import { spawn } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { constants, homedir, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { cacheFolder } from './cache-folder.ts';
import { runAsCommand } from './command.ts';
import {
  KREW_PROGRAMS,
  type KrewProgramName,
  KUBELET,
  KUBERNETES_VERSION,
  METRICS_SERVER,
  PROGRAMS,
  type Program,
  type ProgramName,
  SIMULATOR_PROGRAMS,
  type SimulatorProgramName,
  schedulerProgram,
} from './versions.ts';

/** The path of each program. */
export type ProgramPaths = Readonly<Record<ProgramName, string>>;

/** Prints one line about the current step. */
export type Note = (line: string) => void;

/** Programs must be built and Go is not installed. */
export class GoMissingError extends UserError {
  constructor(missing: readonly Program<string>[]) {
    super(`Go is not on the PATH, and ${missing.map(label).join(', ')} must be built with it`, {
      next: 'install Go 1.26 or later (https://go.dev/dl) and try again',
      exitCode: 3,
    });
  }
}

/**
 * Builds the programs that are not in the cache yet: about 5 minutes on 2 cores for all of them, with nothing in Go's own cache.
 *
 * @param scheduler The version of kube-scheduler, as `v1.35.4`.
 * @throws GoMissingError, or a UserError with Go's output if a build fails.
 */
export async function buildPrograms(
  note: Note,
  scheduler: string = KUBERNETES_VERSION,
): Promise<ProgramPaths> {
  const programs = PROGRAMS.map((each) =>
    each.name === 'kube-scheduler' ? schedulerProgram(scheduler) : each,
  );
  return build(programs, note);
}

/**
 * Builds the programs of kube-scheduler-simulator that are not in the cache yet: about 3 minutes.
 *
 * @throws as {@link buildPrograms}.
 */
export function buildSimulator(note: Note): Promise<Readonly<Record<SimulatorProgramName, string>>> {
  return build(SIMULATOR_PROGRAMS, note);
}

/**
 * Builds krew and its check of manifests if they are not in the cache yet: about a minute.
 *
 * @throws as {@link buildPrograms}.
 */
export function buildKrew(note: Note): Promise<Readonly<Record<KrewProgramName, string>>> {
  return build(KREW_PROGRAMS, note);
}

/**
 * Builds metrics-server if it is not in the cache yet: about two minutes.
 *
 * @returns its path.
 * @throws as {@link buildPrograms}.
 */
export async function buildMetricsServer(note: Note): Promise<string> {
  return (await build([METRICS_SERVER], note))['metrics-server'];
}

/**
 * Builds the kubelet if it is not in the cache yet: about a minute after the API server, eleven alone.
 *
 * @returns its path.
 * @throws as {@link buildPrograms}.
 */
export async function buildKubelet(note: Note): Promise<string> {
  return (await build([KUBELET], note)).kubelet;
}

async function build<Name extends string>(
  programs: readonly Program<Name>[],
  note: Note,
): Promise<Readonly<Record<Name, string>>> {
  const missing = await missingPrograms(programs);
  if (missing.length > 0) {
    await requireGo(missing);
    note(`building ${missing.map(label).join(', ')} (minutes the first time, then kept in ${cacheFolder()})`);
    for (const [index, program] of missing.entries()) {
      note(`[${index + 1}/${missing.length}] ${label(program)} ...`);
      const start = performance.now();
      await buildOne(program);
      note(
        `[${index + 1}/${missing.length}] ${label(program)}: ${((performance.now() - start) / 1000).toFixed(0)} s`,
      );
    }
  }
  return Object.fromEntries(programs.map((each) => [each.name, programPath(each)])) as Record<Name, string>;
}

/** The programs whose version is not in the cache. */
async function missingPrograms(programs: readonly Program<string>[]): Promise<readonly Program<string>[]> {
  const missing: Program<string>[] = [];
  for (const program of programs) {
    await access(programPath(program)).catch(() => missing.push(program));
  }
  return missing;
}

function programPath({ name, version }: Program<string>): string {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return join(
    cacheFolder(),
    'programs',
    `${process.platform}-${process.arch}`,
    `${name}-${version}`,
    `${name}${suffix}`,
  );
}

function label({ name, version }: Program<string>): string {
  return `${name} ${version}`;
}

async function buildOne(program: Program<string>): Promise<void> {
  const path = programPath(program);
  await mkdir(dirname(dirname(path)), { recursive: true });
  // Built in another folder and then moved, so that an interrupted build leaves no broken program.
  const aside = await mkdtemp(join(dirname(dirname(path)), '.building-'));
  try {
    const built = join(aside, program.name);
    const { exitCode, output } = await go([
      'build',
      '-C',
      join(import.meta.dirname, 'modules', program.module),
      '-mod=readonly',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags',
      program.linkerFlags,
      '-o',
      built,
      program.goPackage,
    ]);
    if (exitCode !== 0) {
      throw new UserError(
        `Building ${label(program)} failed: ${lastLines(output) || `go ended with ${exitCode}`}`,
        {
          next: 'read the output of Go; modules come from your Go proxy (go env GOPROXY)',
          exitCode: 3,
        },
      );
    }
    await chmod(built, 0o755);
    await mkdir(dirname(path), { recursive: true });
    await rename(built, path);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function lastLines(output: string): string {
  const lines = output.trim().split('\n').slice(-3);
  return lines.map((line) => line.trim()).join('; ');
}

async function requireGo(missing: readonly Program<string>[]): Promise<void> {
  try {
    await go(['version']);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new GoMissingError(missing);
    throw error;
  }
}

function go(args: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // Go finds its caches by HOME. If HOME is unset, Go does not read the password file.
        HOME: process.env.HOME || homedir(),
        // No C compiler is needed, and GOFLAGS or a workspace of the user must not change the build.
        CGO_ENABLED: '0',
        GOFLAGS: '',
        GOWORK: 'off',
      },
    });
    child.once('spawn', () => {
      // A build takes minutes and must not slow other work down.
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    });
    let output = '';
    const collect = (text: string): void => {
      output = (output + text).slice(-10_000);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

if (import.meta.main) await runAsCommand(async ({ note }) => void (await buildPrograms(note)));
