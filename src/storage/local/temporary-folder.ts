/** Makes a folder for the time of one command, which only this user may read and which a signal removes too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardWhenInterrupted } from '../interruption.ts';

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

export function makeTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'kubectl-keg-'));
  const settled = discardWhenInterrupted(remove);
  function remove(): void {
    settled();
    rmSync(path, { recursive: true, force: true });
  }
  return { path, remove };
}
