/** The date of the sources, for files that contain one: the same sources give the same date on every machine. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * As YYYY-MM-DD in UTC: from SOURCE_DATE_EPOCH (reproducible-builds.org/specs/source-date-epoch), else of the last commit.
 *
 * @throws Error without either.
 */
export function sourceDate(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const seconds = environment.SOURCE_DATE_EPOCH ?? committed();
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
}

/** Seconds since the Unix epoch. */
function committed(): string {
  const root = join(import.meta.dirname, '..');
  return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
}
