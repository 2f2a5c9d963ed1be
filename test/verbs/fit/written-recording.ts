/** Writes the lines of a test as a recording, as a live recorder would write it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../../temporary-folder.ts';

/** The header of a live recorder. */
export const LIVE_HEADER = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'cluster' },
  start: '2026-01-01T00:00:00.000000000Z',
  tool: { name: 'kubectl-keg', version: '0' },
  clock: { kind: 'monotonic', resolution: '1us', stamps: '1s' },
  redaction: 'none',
};

/** @returns the file's path. */
export function writtenRecording(t: ExecutionContext, lines: readonly object[]): string {
  const file = join(temporaryFolder(t), 'live.keg.jsonl');
  writeFileSync(file, [LIVE_HEADER, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}
