/** Prints what an import of the openb trace found and wrote. */

import { formatDuration } from '../core/time/duration.ts';
import { printProblems } from '../render/terminal/print-problems.ts';
import type { OpenbImportResult } from '../verbs/import/import-openb.ts';

export function printImport(result: OpenbImportResult): void {
  printProblems(result.problems);
  const number = (count: number): string => count.toLocaleString('en-US');
  const lines = [
    `${number(result.pods)} pods in ${formatDuration(result.window)}: ${number(result.neverScheduled)} never scheduled, ${number(result.aliveAtEnd)} alive at the end`,
    `${number(result.nodes)} nodes of ${number(result.shapes)} shapes`,
    ...result.files.map((file) => `wrote ${file}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
