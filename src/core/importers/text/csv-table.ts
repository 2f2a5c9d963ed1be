/** Reads a CSV file as rows of named cells with their positions. A broken row is an error, because a guess could be wrong. */

import { CsvError, parse } from 'csv-parse/sync';
import { counted } from '../../errors/counted.ts';
import { type SourcePosition, UserError } from '../../errors/user-error.ts';

/** A file's text and the name that errors call it by. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

export interface CsvRow {
  cell(column: string): string;
  /** An error that points at a cell. */
  fault(column: string, message: string): UserError;
}

export interface CsvTable {
  readonly rows: readonly CsvRow[];
  /** Columns of the file that were not asked for. */
  readonly unknown: readonly string[];
}

/** One row as the parser gives it: its cells, and the number of its line. */
interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a CSV with a header line: cells are separated by commas and quoted by double quotes (RFC 4180). Blank lines are skipped.
 *
 * @throws {UserError} with file, line and column: a missing or repeated column, a row with too few or too many cells, a stray quote.
 */
export function readCsv({ file, text }: NamedText, columns: readonly string[]): CsvTable {
  const place = placesIn(file, text);
  const [first, ...others] = parseRows(text, place);
  const header = first?.record ?? [''];
  const indexes = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (indexes.has(name)) {
      throw new UserError(`there are two columns "${name}"`, {
        position: { file, line: 1 },
        next: 'give one of them another name',
      });
    }
    indexes.set(name, index);
  }
  const missing = columns.filter((name) => !indexes.has(name));
  if (missing.length > 0) {
    throw new UserError(`no column ${missing.map((name) => `"${name}"`).join(', ')}`, {
      position: { file, line: 1, column: 1 },
      next: `the first line must name the columns ${columns.join(',')}`,
    });
  }
  return {
    rows: others.map((row) => toRow(row, indexes, place)),
    unknown: header.filter((name) => !columns.includes(name)),
  };
}

interface Places {
  /** Where a cell begins. Lines count from 1, cells from 0. */
  of(line: number, cell: number): SourcePosition;
  /** Where the quote stands that breaks a cell. */
  ofQuote(line: number, cell: number): SourcePosition;
}

function parseRows(text: string, place: Places): readonly ParsedRow[] {
  try {
    const rows = parse(text, {
      bom: true,
      info: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as readonly ParsedRow[];
    return rows.filter(({ record }) => record.length > 1 || record[0]?.trim() !== '');
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines, column } = error as unknown as { readonly lines: number; readonly column: number };
    throw new UserError('a double quote that does not enclose a whole cell', {
      position: place.ofQuote(lines, typeof column === 'number' ? column : 0),
      next: 'write a quote inside a quoted cell twice',
    });
  }
}

function toRow({ record, info }: ParsedRow, indexes: ReadonlyMap<string, number>, place: Places): CsvRow {
  if (record.length !== indexes.size) {
    throw new UserError(`this row has ${counted(record.length, 'cell')}, the header ${indexes.size}`, {
      position: place.of(info.lines, Math.min(indexes.size, record.length - 1)),
      next: 'quote a cell that holds a comma, and leave no cell out',
    });
  }
  return {
    cell: (column) => record[indexes.get(column)!]!,
    fault: (column, message) =>
      new UserError(`${column} ${message}`, {
        position: place.of(info.lines, indexes.get(column)!),
        next: 'correct the cell, or remove the row',
      }),
  };
}

/** Finds columns for errors: the text is split again only then. */
function placesIn(file: string, text: string): Places {
  let lines: readonly string[] | undefined;
  function cellAt(line: number, cell: number): { readonly from: number; readonly text: string } {
    lines ??= text.replace(/^\uFEFF/, '').split('\n');
    const cells = (lines[line - 1] ?? '').match(CELL) ?? [];
    return { from: cells.slice(0, cell).join('').length, text: cells[cell] ?? '' };
  }
  return {
    of: (line, cell) => ({ file, line, column: cellAt(line, cell).from + 1 }),
    ofQuote(line, cell) {
      const { from, text: written } = cellAt(line, cell);
      const quoted = QUOTED.exec(written)?.[0].length ?? 0;
      return { file, line, column: from + (quoted > 0 ? quoted : written.indexOf('"')) + 1 };
    },
  };
}

/** A cell with the comma behind it. */
const CELL = /(?:"(?:[^"]|"")*"|[^,])*(?:,|$)/g;
const QUOTED = /^"(?:[^"]|"")*"/;
