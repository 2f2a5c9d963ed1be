/** Prints the load and the scores of the nodes at the end of a recording. */
import type { NodeScoreReport } from '../../core/measure/node-score-report.ts';
import { renderData } from '../formats/index.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { dressFor } from '../terminal/text-layout.ts';
import { nodeScoreSection } from './node-score-section.ts';
import { refuseReportFormat } from './report-only-format.ts';
import { sectionLines } from './report-section.ts';

/** @throws {UserError} (usage) for a format that shows a whole report. */
export async function printNodeScores(scored: NodeScoreReport, format: string): Promise<void> {
  refuseReportFormat('--node-scores', format);
  const { width, colour } = layoutOf();
  const table = () => `${sectionLines(nodeScoreSection(scored), width, dressFor(colour)).join('\n')}\n`;
  process.stdout.write(await renderData(format, scored, table));
}
