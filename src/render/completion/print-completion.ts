/** Prints what was installed or removed to complete keg in kubectl, and what to do next. */

export interface InstalledFile {
  readonly file: string;
  readonly isRenewed: boolean;
  readonly isOnPath: boolean;
  readonly isKegOnPath: boolean;
}

export function printInstalledCompletion(installed: InstalledFile): void {
  process.stdout.write(`${installedLines(installed).join('\n')}\n`);
}

export function printRemovedCompletion(files: readonly string[]): void {
  const lines = files.length === 0 ? ['nothing is installed'] : files.map((file) => `removed ${file}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function installedLines({ file, isRenewed, isOnPath, isKegOnPath }: InstalledFile): string[] {
  return [
    `${isRenewed ? 'renewed' : 'wrote'} ${file}`,
    ...(isOnPath ? [] : ['Its folder is not on PATH: put it there, or kubectl does not find the file.']),
    ...(isKegOnPath ? [] : ['kubectl-keg is not on PATH: put it there, or kubectl does not find keg.']),
    'kubectl 1.26 or newer now completes "kubectl keg" wherever its own completion is set up:',
    '  bash:  source <(kubectl completion bash)',
    '  zsh:   source <(kubectl completion zsh)',
    '  fish:  kubectl completion fish | source',
    '  PowerShell:  kubectl completion powershell | Out-String | Invoke-Expression',
  ];
}
