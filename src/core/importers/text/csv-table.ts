/** A CSV file as rows of named cells that know where they stand; strict, so that a broken row is told and not guessed at. */
import { UserError } from '../../errors/user-error.ts';

/** A file's text and the name that errors call it by. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

export interface CsvRow {
  cell(column: string): string;
  /** A refusal that points at a cell. */
  fault(column: string, message: string): UserError;
}

export interface CsvTable {
  readonly rows: readonly CsvRow[];
  /** Columns that nobody asked for. */
  readonly unknown: readonly string[];
}

interface Cell {
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/**
 * Reads a CSV with a header line: cells by comma, one row a line, cells in double quotes if they hold commas (RFC 4180 without line
 * breaks inside cells). Blank lines are skipped.
 *
 * @throws {UserError} with file, line and column: a missing or repeated column, a row with too few or too many cells, a stray quote.
 */
export function readCsv({ file, text }: NamedText, columns: readonly string[]): CsvTable {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const header = splitLine(lines[0]!, file, 1).map((cell) => cell.text);
  const indexes = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (indexes.has(name)) {
      throw new UserError(`column "${name}" is there twice`, { position: { file, line: 1 } });
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
  const rows: CsvRow[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const source = lines[index]!;
    if (source.trim() === '') continue;
    rows.push(toRow(splitLine(source, file, index + 1), indexes, file, index + 1));
  }
  return { rows, unknown: header.filter((name) => !columns.includes(name)) };
}

function toRow(
  cells: readonly Cell[],
  indexes: ReadonlyMap<string, number>,
  file: string,
  line: number,
): CsvRow {
  if (cells.length !== indexes.size) {
    const surplus = cells[indexes.size] ?? cells.at(-1)!;
    throw new UserError(`this row has ${cells.length} cells, the header ${indexes.size}`, {
      position: { file, line, column: surplus.column },
    });
  }
  const at = (column: string) => cells[indexes.get(column)!]!;
  return {
    cell: (column) => at(column).text,
    fault: (column, message) => {
      return new UserError(`${column} ${message}`, { position: { file, line, column: at(column).column } });
    },
  };
}

function splitLine(source: string, file: string, line: number): Cell[] {
  const end = source.endsWith('\r') ? source.length - 1 : source.length;
  const cells: Cell[] = [];
  let from = 0;
  for (;;) {
    const quoted = source[from] === '"' ? readQuoted(source, from, end, file, line) : undefined;
    const comma = quoted ? quoted.end : source.indexOf(',', from);
    const to = comma < 0 || comma > end ? end : comma;
    const text = quoted ? quoted.text : source.slice(from, to);
    if (!quoted && text.includes('"')) throw strayQuote(file, line, from + text.indexOf('"') + 1);
    cells.push({ text, column: from + 1 });
    if (to >= end) return cells;
    from = to + 1;
  }
}

function readQuoted(
  source: string,
  from: number,
  end: number,
  file: string,
  line: number,
): { text: string; end: number } {
  let text = '';
  let position = from + 1;
  for (;;) {
    const quote = source.indexOf('"', position);
    if (quote < 0 || quote >= end) throw strayQuote(file, line, from + 1);
    text += source.slice(position, quote);
    position = quote + 1;
    if (source[position] !== '"') break;
    text += '"';
    position += 1;
  }
  if (position < end && source[position] !== ',') throw strayQuote(file, line, position + 1);
  return { text, end: position };
}

function strayQuote(file: string, line: number, column: number): UserError {
  return new UserError('a double quote that does not enclose a whole cell', {
    position: { file, line, column },
    next: 'write a quote inside a quoted cell twice',
  });
}
