/** Prints a comparison on stdout, as a table for people or as data. */
import type { Comparison } from '../../core/comparing/comparison.ts';
import type { ReplayCurves } from '../../core/comparing/replay-curves.ts';
import { htmlFormat } from '../formats/html.ts';
import { renderData } from '../formats/index.ts';
import { markdownFormat } from '../formats/markdown.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { comparisonLines, comparisonMarkdown } from './comparison-table.ts';

/** @param curves - of each variant; only the page shows them. */
export async function printComparison(
  comparison: Comparison,
  format: string,
  curves: readonly (readonly ReplayCurves[])[],
): Promise<void> {
  if (format === htmlFormat.name) {
    const { renderComparisonPage } = await import('../html/comparison-page.ts');
    process.stdout.write(renderComparisonPage(comparison, curves));
    return;
  }
  const { width } = layoutOf();
  const isWide = format === 'wide';
  const lines = () =>
    format === markdownFormat.name
      ? comparisonMarkdown(comparison)
      : comparisonLines(comparison, { width, isWide });
  const table = () => `${lines().join('\n')}\n`;
  process.stdout.write(await renderData(format, comparison, table));
}
