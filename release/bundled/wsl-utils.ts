/** Says whether Linux runs inside Windows. The package loads child processes with the answer, to look for PowerShell. */
export { default as isWsl } from 'is-wsl';

export async function powerShellPath(): Promise<string> {
  const found = await import('wsl-utils');
  return found.powerShellPath();
}
