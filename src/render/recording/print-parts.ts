/** Prints the files of a rotated recording: the time span and the counts of each. */

import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';

/** One file of a recording. */
export interface RecordingPart {
  readonly file: string;
  /** RFC 3339. */
  readonly start: string;
  readonly coverage: { readonly events: number; readonly gaps: number };
  /** Time since the start. */
  readonly progress: { readonly at: Microseconds };
}

const COLUMNS: readonly TableColumn[] = [
  { head: 'File' },
  { head: 'From' },
  { head: 'To' },
  { head: 'Events', align: 'right' },
  { head: 'Gaps', align: 'right' },
];

export function printParts(parts: readonly RecordingPart[]): void {
  process.stdout.write(`${partLines(parts).join('\n')}\n`);
}

/** One row for each file. The last line shows a command that uses the file with the most events. */
export function partLines(parts: readonly RecordingPart[]): string[] {
  const rows = parts.map(({ file, start, progress, coverage }) => [
    file,
    inSeconds(Date.parse(start)),
    inSeconds(Date.parse(start) + progress.at / 1000),
    formatNumber(coverage.events),
    formatNumber(coverage.gaps),
  ]);
  const lines = tableLines(COLUMNS, rows);
  const fullest = parts.reduce((one, other) => (other.coverage.events > one.coverage.events ? other : one));
  return [...lines, `report, fit and replay read each of these files: kubectl keg fit ${fullest.file}`];
}

function inSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
