/** The program that kubectl runs to complete `kubectl keg`: a short script that asks keg. */
import { storageFor } from '../../storage/index.ts';
import { isSymbolicLink } from '../../storage/search-path.ts';

/** Where kubectl finds programs, and on which system. */
export interface CompletionPlace {
  /** The value of PATH. */
  readonly path: string;
  readonly home: string;
  /** The folder of krew, from KREW_ROOT. Default: .krew in the home folder. */
  readonly krewRoot?: string | undefined;
  readonly isWindows: boolean;
}

const MARK = 'Written by kubectl keg completion install.';
/** Enough for the mark. A file of another program may be large. */
const HEAD_BYTES = 512;

/** kubectl runs a program of this name from PATH (kubectl, pkg/cmd/plugin_completion.go). */
export function completerName({ isWindows }: Pick<CompletionPlace, 'isWindows'>): string {
  return isWindows ? 'kubectl_complete-keg.cmd' : 'kubectl_complete-keg';
}

export function completerText({ isWindows }: Pick<CompletionPlace, 'isWindows'>): string {
  return isWindows
    ? `@rem ${MARK}\r\n@kubectl-keg __complete %*\r\n`
    : `#!/bin/sh\n# ${MARK}\nexec kubectl-keg __complete "$@"\n`;
}

/** Whether keg wrote the file. A link is never one of ours: it would change another file. */
export async function isOwnCompleter(path: string): Promise<boolean> {
  if (isSymbolicLink(path)) return false;
  const file = await storageFor(path).openReadable(path);
  try {
    return Buffer.from(await file.readAt(0, HEAD_BYTES))
      .toString('latin1')
      .includes(MARK);
  } finally {
    await file.close();
  }
}
