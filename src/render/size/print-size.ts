/** Prints a size search on stdout, as a table for people or as data. */
import { renderData } from '../formats/index.ts';
import { markdownFormat } from '../formats/markdown.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import type { SizeFigures } from './size-data.ts';
import { sizeLines, sizeMarkdown } from './size-table.ts';

export async function printSize(size: SizeFigures, format: string): Promise<void> {
  const { width } = layoutOf();
  const lines = () => (format === markdownFormat.name ? sizeMarkdown(size) : sizeLines(size, width));
  process.stdout.write(await renderData(format, size, () => `${lines().join('\n')}\n`));
}
