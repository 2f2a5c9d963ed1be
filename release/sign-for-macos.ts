/** Signs a program for macOS without an identity (ad hoc). macOS on arm64 starts no program that has no signature. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const RCODESIGN_VERSION = '0.29.0';

/**
 * Replaces the signature in the file by one that depends only on its bytes.
 *
 * @throws Error if rcodesign is not on the PATH, or has another version.
 */
export async function signForMacos(program: string): Promise<void> {
  const run = promisify(execFile);
  const { stdout } = await run('rcodesign', ['--version']).catch((cause: unknown) => {
    throw new Error(`executables for macOS need rcodesign: ${installation()}`, { cause });
  });
  if (stdout.trim().split(' ').at(-1) !== RCODESIGN_VERSION) {
    throw new Error(`this is ${stdout.trim()}: ${installation()}`);
  }
  await run('rcodesign', ['sign', '--binary-identifier', 'kubectl-keg', program]);
}

function installation(): string {
  return `run "cargo install apple-codesign --version ${RCODESIGN_VERSION} --locked --no-default-features"`;
}
