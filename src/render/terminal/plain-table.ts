/** Lays out tables as text without borders, on cli-table3. Every table of keg is made here; column-blocks.ts adds fitting to the width. */
import Table from 'cli-table3';
import { type GridColumn, isPlainGrid, plainGridLines } from './plain-grid.ts';

export interface TableColumn {
  /** Above the column. Left out of the output if no column has a head. */
  readonly head?: string;
  /** Default left. */
  readonly align?: GridColumn['align'];
  /** Characters that the column has at least. Default 0. */
  readonly leastWidth?: number;
}

const GAP = '  ';

/** The lines of a table. Columns are as wide as their longest cell; two spaces separate them; no line ends with a space. */
export function tableLines(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const heads = columns.map(({ head = '' }) => head);
  const shown = heads.some((head) => head !== '') ? [heads, ...rows] : rows;
  const layout = columns.map(({ align = 'left', leastWidth = 0 }, column) => {
    const isNarrow = shown.every((row) => (row[column] ?? '').length < leastWidth);
    return { align, width: isNarrow ? leastWidth : undefined };
  });
  return gridLines(shown, layout, GAP);
}

/** The lines of a grid; no line ends with a space. A column with a width cuts longer cells; any other is as wide as its longest cell. */
export function gridLines(
  rows: readonly (readonly string[])[],
  columns: readonly GridColumn[],
  gap = '',
): string[] {
  if (rows.length === 0) return [];
  if (isPlainGrid(rows, columns)) return plainGridLines(rows, columns, gap);
  return libraryLines(rows, columns, gap);
}

/** The same by the table library, which also knows wide characters, colours and cells of several lines. */
export function libraryLines(
  rows: readonly (readonly string[])[],
  columns: readonly GridColumn[],
  gap: string,
): string[] {
  const grid = new Table({
    chars: { ...NO_BORDERS, middle: gap },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map(({ width }) => width ?? null),
  });
  grid.push(...rows.map((row) => [...row]));
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};
