/** Prints what an import of the openb trace found and wrote. */

import { counted } from '../../core/errors/counted.ts';
import type { OpenbSummary } from '../../core/importers/openb/openb.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { printProblems } from '../terminal/print-problems.ts';

export function printImport(result: OpenbSummary & { readonly files: readonly string[] }): void {
  printProblems(result.problems);
  const lines = [
    `${counted(result.pods, 'pod')} in ${shownDuration(result.window)}: ${formatNumber(result.neverScheduled)} never scheduled, ${formatNumber(result.aliveAtEnd)} alive at the end`,
    `${counted(result.nodes, 'node')} of ${counted(result.shapes, 'shape')}`,
    ...result.files.map((file) => `wrote ${file}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
