/** Prints fits on stdout in the requested format, and problems on stderr. */

import { fitData } from '../render/fit/fit-data.ts';
import { renderFitTable } from '../render/fit/fit-table.ts';
import type { RecordingFit } from '../render/fit/recording-fit.ts';
import { renderData } from '../render/formats/index.ts';
import { printProblems, printRemarks } from '../render/terminal/print-problems.ts';

export async function printFit(
  fit: RecordingFit,
  format: string,
  written: readonly (string | undefined)[],
): Promise<void> {
  printProblems(fit.problems);
  process.stdout.write(await renderData(format, fitData(fit), () => renderFitTable(fit)));
  printRemarks(written.filter((file) => file !== undefined).map((file) => `wrote ${file}`));
}
