/** A part of a page that is written from the sources: it stands between `<!-- NAME: generated from FILE -->` and `<!-- end of NAME -->`. */

export interface GeneratedPart {
  /** Path below the root. */
  readonly page: string;
  readonly name: string;
  /** Its text, from what stands there now: a column that people write stays. */
  readonly text: (now: string) => string;
}

/** @returns undefined if the page has no such part. */
export function regenerated(page: string, { name, text }: GeneratedPart): string | undefined {
  const part = new RegExp(`(<!-- ${name}: generated from [^>]* -->\\n)([\\s\\S]*?)(<!-- end of ${name} -->)`);
  if (!part.test(page)) return undefined;
  return page.replace(part, (_, start: string, now: string, end: string) => `${start}${text(now)}\n${end}`);
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');
}

/** The cells of the rows of a table, without its head. */
export function cellsOf(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .slice(2, -2)
        .split(/(?<!\\) \| /)
        .map((cell) => cell.trim()),
    );
}

function inCell(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, '\\|');
}
