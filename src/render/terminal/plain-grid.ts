/** Lays out the grids that keg draws most: cells of one line, each character one column wide. The table library measures every cell several times, which costs a replay as much as its figures. */

export interface GridColumn {
  readonly align: 'left' | 'right';
  /** Cuts longer cells. Undefined: as wide as the longest cell. */
  readonly width: number | undefined;
}

/** ASCII, Latin, Greek, punctuation, arrows, signs of mathematics, lines and blocks, without what some terminals draw as a picture. */
const NARROW =
  /^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0391-\u03c9\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2200-\u22ff\u2500-\u259f]*$/;

/** Whether the lines of {@link plainGridLines} are those of the table library. */
export function isPlainGrid(rows: readonly (readonly string[])[], columns: readonly GridColumn[]): boolean {
  return columns.length > 0 && rows.every((row) => row.length === columns.length && row.every(isNarrow));
}

function isNarrow(cell: string): boolean {
  return NARROW.test(cell);
}

/** The lines of a plain grid; no line ends with a space. */
export function plainGridLines(
  rows: readonly (readonly string[])[],
  columns: readonly GridColumn[],
  gap: string,
): string[] {
  const widths = columns.map(({ width }, column) =>
    Math.max(1, width ?? rows.reduce((longest, row) => Math.max(longest, row[column]!.length), 0)),
  );
  return rows.map((row) => {
    let line = '';
    for (const [column, cell] of row.entries()) {
      const width = widths[column]!;
      const shown = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
      if (column > 0) line += gap;
      line += columns[column]!.align === 'right' ? shown.padStart(width) : shown.padEnd(width);
    }
    return line.trimEnd();
  });
}
