/** Finds the cells of CSV that contain JSON, as exports of log tables have them. Such JSON has no line breaks. */
import type { TextLines } from './json-lines.ts';

/** Whether the beginning of a file is CSV with JSON in its cells, whose quotes are doubled. */
export function isCsvOfJson(text: string): boolean {
  return /(?:^|[,\n])"\s*\{\s*""/.test(text);
}

const CELL = /(?:^|,)"((?:[^"]|"")*)"/g;

/** @param take takes a cell. @param other takes a line without such a cell, but the header. */
export function readCsvOfJson(
  take: (text: string, line: number) => void,
  other: (text: string) => void,
): TextLines {
  let pending = '';
  let line = 0;

  function read(row: string): void {
    line += 1;
    const cells = [...row.matchAll(CELL)].map(([, cell]) => cell!.replaceAll('""', '"').trim());
    const found = cells.filter((cell) => cell.startsWith('{'));
    for (const cell of found) take(cell, line);
    if (found.length === 0 && line > 1 && row.trim() !== '') other(row);
  }

  return {
    read(text) {
      const lines = (pending + text).split('\n');
      pending = lines.pop()!;
      for (const row of lines) read(row);
    },
    end() {
      if (pending !== '') read(pending);
    },
  };
}
