/** Ends a recording in several files with which file holds what, and from when to when. */

import { formatNumber } from '../render/terminal/human-units.ts';
import type { RecordedFile } from '../verbs/record/record-cluster.ts';

export function printParts(parts: readonly RecordedFile[]): void {
  process.stdout.write(`${partLines(parts).join('\n')}\n`);
}

/** A table whose every line is a file, under heads; the last line is how each can be used, by the one that holds most. */
export function partLines(parts: readonly RecordedFile[]): string[] {
  const rows = [
    ['File', 'From', 'To', 'Events', 'Gaps'],
    ...parts.map(({ file, start, progress, coverage }) => [
      file,
      inSeconds(Date.parse(start)),
      inSeconds(Date.parse(start) + progress.at / 1000),
      formatNumber(coverage.events),
      formatNumber(coverage.gaps),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => [...cells[column]!].length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  const fullest = parts.reduce((one, other) => (other.coverage.events > one.coverage.events ? other : one));
  return [...lines, `report, fit and replay take any of them: kubectl keg fit ${fullest.file}`];
}

function inSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
