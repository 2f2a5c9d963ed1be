/** Prints what an import found and wrote. */

import { formatDuration } from '../core/time/duration.ts';
import { printProblems } from '../render/terminal/print-problems.ts';
import type { ImportResult } from '../verbs/import/import-files.ts';

export function printImportedRecording(result: ImportResult): void {
  const number = (count: number): string => count.toLocaleString('en-US');
  const { gaps } = result;
  printProblems(result.problems);
  const window = result.window === 0 ? 'one moment' : formatDuration(result.window);
  const lines = [
    `${result.from}: ${window} from ${result.start}${gaps > 0 ? `, ${number(gaps)} gaps` : ''}`,
    `${number(result.pods)} pods: ${number(result.bound)} bound, ${number(result.deleted)} deleted, ${number(result.pods - result.deleted)} there at the end`,
    `${number(result.nodes)} nodes: ${number(result.nodes - result.removed)} there at the end`,
    `wrote ${result.output}${result.hasNames ? '' : ' (names are pseudonyms: --keep-names keeps them)'}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
