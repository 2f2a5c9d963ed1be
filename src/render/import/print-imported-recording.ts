/** Prints what an import found and wrote. */

import { counted } from '../../core/errors/counted.ts';
import type { ImportCounts } from '../../core/importers/history/import-history.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { hasDate } from '../../core/time/moment.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { printProblems } from '../terminal/print-problems.ts';

/** A recording that an import wrote. */
export interface ImportedRecording extends ImportCounts {
  /** Name of the format. */
  readonly from: string;
  readonly output: string;
  readonly hasNames: boolean;
  /** RFC 3339. */
  readonly start: string;
  readonly nodes: number;
  readonly removed: number;
  readonly pods: number;
  readonly bound: number;
  readonly deleted: number;
  readonly gaps: number;
}

export function printImportedRecording(result: ImportedRecording): void {
  const { gaps } = result;
  printProblems(result.problems);
  const window = result.window === 0 ? 'one moment' : shownDuration(result.window);
  const lines = [
    `${result.from}: ${window}${hasDate(result.start) ? ` from ${result.start}` : ', without a date'}${gaps > 0 ? `, ${counted(gaps, 'gap')}` : ''}`,
    `${counted(result.pods, 'pod')}: ${formatNumber(result.bound)} bound, ${formatNumber(result.deleted)} deleted, ${formatNumber(result.pods - result.deleted)} there at the end`,
    `${counted(result.nodes, 'node')}: ${formatNumber(result.nodes - result.removed)} there at the end`,
    `wrote ${result.output}${result.hasNames ? '' : ' (names are pseudonyms: --keep-names keeps them)'}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
