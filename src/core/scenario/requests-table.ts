/** Reads the table of a choice of requests, a CSV file beside the scenario: a weight, and one column a resource. */
import { counted } from '../errors/counted.ts';
import type { Problem } from '../errors/problem.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import { parseQuantity, QuantityError } from '../objects/quantity.ts';

/** A file that a scenario names. */
export interface NamedFile {
  /** The name in messages. */
  readonly file: string;
  readonly text: string;
}

/** Finds a file that a scenario names, or says why it cannot be read. */
export type ReadNamed = (name: string) => NamedFile | { readonly refusal: string };

interface WeightedSet {
  readonly weight: number;
  readonly value: Readonly<Record<string, string>>;
}

const WEIGHT = 'weight';

interface Cell {
  readonly text: string;
  readonly column: number;
}

/**
 * The rows of a table. The first line names the columns. A row may leave a resource out: the pod then keeps that of its template. The weight
 * is 1 without such a column. Every fault is an error with file, line and column.
 */
export function parseRequestsTable({ file, text }: NamedFile): {
  readonly sets: readonly WeightedSet[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const fault = (line: number, column: number, message: string): void => {
    const position: SourcePosition = { file, line, column };
    problems.push({ code: 'invalid-value', severity: 'error', position, message });
  };
  const [head, ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, cells: cellsOf(line), isEmpty: line.trim() === '' }))
    .filter(({ isEmpty }) => !isEmpty);
  const names = head?.cells.map((cell) => cell.text) ?? [];
  if (!head || !names.some((name) => name !== WEIGHT)) {
    fault(head?.line ?? 1, 1, 'needs a first line such as weight,cpu,memory');
    return { sets: [], problems };
  }
  for (const [index, { text: name, column }] of head.cells.entries()) {
    if (name === '') fault(head.line, column, 'a column without a name: write the name of a resource');
    else if (names.indexOf(name) < index) fault(head.line, column, `a second column "${name}"`);
  }
  if (rows.length === 0) fault(head.line, 1, 'has no rows below the names of its columns');
  const sets = rows.map(({ line, cells }): WeightedSet => {
    const extra = cells[names.length] ?? cells.at(-1)!;
    if (cells.length !== names.length)
      fault(
        line,
        extra.column,
        `${counted(cells.length, 'cell')}, but the first line names ${counted(names.length, 'column')}`,
      );
    const value: Record<string, string> = {};
    let weight = 1;
    for (const [index, cell] of cells.slice(0, names.length).entries()) {
      const name = names[index]!;
      const refusal = name === WEIGHT ? refusedWeight(cell.text) : refusedAmount(cell.text);
      if (refusal !== undefined) fault(line, cell.column, `${name}: ${refusal}`);
      else if (name === WEIGHT) weight = Number(cell.text);
      else if (cell.text !== '') value[name] = cell.text;
    }
    return { weight, value };
  });
  return { sets, problems };
}

/** Quantities contain no commas, so quotes only enclose a cell. */
function cellsOf(line: string): Cell[] {
  let column = 1;
  return line.split(',').map((cell) => {
    const start = column + (cell.length - cell.trimStart().length);
    column += cell.length + 1;
    return {
      text: cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
      column: start,
    };
  });
}

function refusedWeight(text: string): string | undefined {
  const weight = text === '' ? Number.NaN : Number(text);
  return weight > 0 && Number.isFinite(weight) ? undefined : `"${text}" is not a number above 0`;
}

function refusedAmount(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return parseQuantity(text, 3) < 0 ? `"${text}" is negative` : undefined;
  } catch (error) {
    if (error instanceof QuantityError) return error.message;
    throw error;
  }
}

/** The text of a table, with every resource of any set as a column. */
export function requestsTable(
  sets: readonly { readonly weight: number; readonly value: Readonly<Record<string, string | number>> }[],
): string {
  const names = [...new Set(sets.flatMap(({ value }) => Object.keys(value)))];
  const lines = sets.map(({ weight, value }) =>
    [weight, ...names.map((name) => value[name] ?? '')].join(','),
  );
  return `${[[WEIGHT, ...names].join(','), ...lines].join('\n')}\n`;
}
