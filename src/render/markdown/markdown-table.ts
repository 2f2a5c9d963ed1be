/** Writes tables as GitHub's Markdown; names that come from a cluster stay text. */

/** Characters that begin markup, or a cell. */
const MARKUP = /[\\|*`]|\](?=\()|~(?=~)|(?<!\w)_|_(?!\w)/g;

/** A text as Markdown shows it unchanged, on one line. */
export function markdownText(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(MARKUP, '\\$&');
}

/**
 * A text in the font of code. Only GitHub's tables need a bar escaped in it; they have no way to write a backslash before a bar in that font,
 * so such a text has the usual font.
 */
export function markdownCode(text: string): string {
  if (text.includes('\\|')) return markdownText(text);
  const inside = oneLine(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(Math.max(0, ...(inside.match(/`+/g) ?? []).map((ticks) => ticks.length)) + 1);
  return fence.length === 1 ? `\`${inside}\`` : `${fence} ${inside} ${fence}`;
}

export interface MarkdownColumn {
  readonly head: string;
  /** Default left. */
  readonly align?: 'left' | 'right';
}

/** The lines of a table. @param rows - of cells that are Markdown already. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
  return [
    line(columns.map(({ head }) => markdownText(head))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((_, place) => row[place] ?? ''))),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
