/** Prints fits on stdout in the requested format, and problems on stderr. */

import { renderData } from '../formats/index.ts';
import { printProblems, printRemarks } from '../terminal/print-problems.ts';
import { fitData } from './fit-data.ts';
import { renderFitTable } from './fit-table.ts';
import type { RecordingFit } from './recording-fit.ts';

export async function printFit(
  fit: RecordingFit,
  format: string,
  written: readonly (string | undefined)[],
): Promise<void> {
  printProblems(fit.problems);
  process.stdout.write(await renderData(format, fitData(fit), () => renderFitTable(fit)));
  printRemarks(written.filter((file) => file !== undefined).map((file) => `wrote ${file}`));
}
