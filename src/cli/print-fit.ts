/** Prints fits on stdout in the requested format, and problems on stderr. */

import { fitData } from '../render/fit/fit-data.ts';
import type { FitFormat } from '../render/fit/fit-output.ts';
import { renderFitTable } from '../render/fit/fit-table.ts';
import type { RecordingFit } from '../render/fit/recording-fit.ts';
import { printProblems } from './print-report.ts';

export async function printFit(
  fit: RecordingFit,
  format: FitFormat,
  written: readonly (string | undefined)[],
): Promise<void> {
  printProblems(fit.problems);
  process.stdout.write(await render(fit, format));
  for (const file of written) if (file !== undefined) process.stderr.write(`wrote ${file}\n`);
}

async function render(fit: RecordingFit, format: FitFormat): Promise<string> {
  if (format === 'table') return renderFitTable(fit);
  if (format === 'json') return `${JSON.stringify(fitData(fit), null, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(JSON.parse(JSON.stringify(fitData(fit))), { lineWidth: 0, aliasDuplicateObjects: false });
}
