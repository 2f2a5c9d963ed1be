/** Prints a comparison on stdout, as a table for people or as data. */
import type { Comparison } from '../../core/comparing/comparison.ts';
import { renderData } from '../formats/index.ts';
import { markdownFormat } from '../formats/markdown.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { comparisonLines, comparisonMarkdown } from './comparison-table.ts';

export async function printComparison(comparison: Comparison, format: string): Promise<void> {
  const { width } = layoutOf();
  const isWide = format === 'wide';
  const lines = () =>
    format === markdownFormat.name
      ? comparisonMarkdown(comparison)
      : comparisonLines(comparison, { width, isWide });
  const table = () => `${lines().join('\n')}\n`;
  process.stdout.write(await renderData(format, comparison, table));
}
