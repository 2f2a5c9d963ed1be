/** Prints fits on stdout in the requested format, and problems on stderr. */

import { htmlFormat } from '../formats/html.ts';
import { renderData } from '../formats/index.ts';
import { printProblems, printRemarks } from '../terminal/print-problems.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { fitData } from './fit-data.ts';
import { renderFitSummary, renderFitTable, WIDEST } from './fit-table.ts';
import type { RecordingFit } from './recording-fit.ts';

export async function printFit(fit: RecordingFit, format: string): Promise<void> {
  printProblems(fit.problems);
  const width = tableWidth();
  if (format === htmlFormat.name) {
    const { renderFitPage } = await import('../charts/page.ts');
    process.stdout.write(renderFitPage(fit));
    return printFiles(fit);
  }
  const table = (): string => renderFitTable(fit, { width, isWide: format === 'wide' });
  process.stdout.write(format === 'wide' ? table() : await renderData(format, fitData(fit), table));
  printFiles(fit);
}

/**
 * The same on one screen: what `record` prints in the end.
 *
 * @param hasGroups false: only how true the fit is as a whole.
 */
export function printFitSummary(fit: RecordingFit, hasGroups: boolean): void {
  printProblems(fit.problems);
  process.stdout.write(renderFitSummary(fit, { width: tableWidth(), hasGroups }));
  printFiles(fit);
}

function printFiles({ files = [] }: RecordingFit): void {
  printRemarks(wroteLines(files));
}

/** More tables than this stand in one line. */
const FEW_TABLES = 3;

/** A fit of many stretches has a table of requests for most of them. */
export function wroteLines(files: readonly string[]): string[] {
  const tables = files.filter((file) => file.endsWith('.csv'));
  if (tables.length <= FEW_TABLES) return files.map((file) => `wrote ${file}`);
  const [first, ...others] = files.filter((file) => !tables.includes(file));
  return [
    `wrote ${first}`,
    `wrote ${tables.length} tables of requests beside it, such as ${tables.at(-1)}`,
    ...others.map((file) => `wrote ${file}`),
  ];
}

/** In a file, the table is as wide as it may be. */
function tableWidth(): number {
  return process.stdout.isTTY || process.env.COLUMNS ? layoutOf().width : WIDEST;
}
