/** Writes values as cells of RFC 4180. */

/** One line of a file, without its line break. */
export interface CsvLine {
  readonly file: string;
  readonly line: string;
}

/** A line without its break; text with a comma, a quote or a line break is quoted, null is empty. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Converts µs to milliseconds with all their decimals. */
export function milliseconds(microseconds: number | null): string | null {
  return microseconds === null ? null : String(microseconds / 1000);
}

/**
 * An amount in base units times 1000, as digits: the original tool writes every resource but cpu so. Bytes × 1000 may exceed 2^53,
 * so the function works on the text.
 */
export function thousandfold(amount: number): string {
  return amount === 0 ? '0' : `${amount}000`;
}
