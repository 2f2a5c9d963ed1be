/** `npm run release:try`: checks the sums of a release in out/ and runs the executable of this platform. The release workflow does it on every platform. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { archiveName, PLATFORMS, programName } from './platforms.ts';

const OUT = join(import.meta.dirname, '..', 'out');
const OS = { linux: 'linux', darwin: 'darwin', win32: 'windows' } as const;
const ARCH = { x64: 'amd64', arm64: 'arm64' } as const;

const platform = PLATFORMS.find(
  ({ os, arch }) =>
    os === OS[process.platform as keyof typeof OS] && arch === ARCH[process.arch as keyof typeof ARCH],
);
if (platform === undefined) throw new Error(`there is no release for ${process.platform} on ${process.arch}`);
checkSums();
const folder = mkdtempSync(join(tmpdir(), 'keg-try-'));
try {
  execFileSync(tarProgram(), ['-xf', join(OUT, archiveName(platform, packageJson.version)), '-C', folder]);
  const program = join(folder, programName(platform));
  if (platform.os === 'darwin')
    execFileSync('codesign', ['--verify', '--strict', program], { stdio: 'inherit' });
  for (const args of [['version'], ['replay', 'fixtures/gpu-day.yaml']]) {
    const start = performance.now();
    execFileSync(program, args, { cwd: folder, stdio: 'inherit', env: withoutNode() });
    process.stdout.write(`kubectl-keg ${args.join(' ')}: ${Math.round(performance.now() - start)} ms\n\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @throws Error if a file is missing or not the one that was built. */
function checkSums(): void {
  for (const line of readFileSync(join(OUT, 'SHA256SUMS'), 'utf8').trim().split('\n')) {
    const [sum, name = ''] = line.split('  ');
    const actual = createHash('sha256')
      .update(readFileSync(join(OUT, name)))
      .digest('hex');
    if (actual !== sum) throw new Error(`${name} has the sum ${actual}, and SHA256SUMS says ${sum}`);
  }
}

/** The tar of Windows itself reads zip archives. Another one may come before it on the PATH. */
function tarProgram(): string {
  return process.platform === 'win32' ? join(process.env.SystemRoot ?? '', 'System32', 'tar.exe') : 'tar';
}

/** A user of an executable has no Node. On Windows a program does not start without its variables. */
function withoutNode(): NodeJS.ProcessEnv {
  return process.platform === 'win32' ? { ...process.env, PATH: '' } : { HOME: folder };
}
