/** Prints a size search on stdout, as a table for people or as data. */
import { renderData } from '../formats/index.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import type { SizeFigures } from './size-data.ts';
import { sizeLines } from './size-table.ts';

export async function printSize(size: SizeFigures, format: string): Promise<void> {
  const { width } = layoutOf();
  process.stdout.write(await renderData(format, size, () => `${sizeLines(size, width).join('\n')}\n`));
}
