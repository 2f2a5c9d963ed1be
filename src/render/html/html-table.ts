/** Writes tables of a page as HTML, with heads that screen readers read with each cell. */
import { blockColumns, sectionHeading } from '../report/report-markdown.ts';
import type { ReportSection } from '../report/report-section.ts';
import { escapeText } from './html-text.ts';

/** @param rows - a row of one cell is a subheading. The first cell of a row names it. */
export function htmlTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const isText = heads.map((_, place) => rows.some((row) => /^[\p{L}(/]/u.test(row[place] ?? '')));
  const head = heads
    .map((text, place) => `<th scope="col"${isText[place] ? ' class="text"' : ''}>${escapeText(text)}</th>`)
    .join('');
  const body = rows.map((row) => tableRow(row, isText)).join('\n');
  // Wide tables scroll by themselves, also with the keys.
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeText(caption)}"><table><caption>${escapeText(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** @param isText - by column; text is aligned left. */
function tableRow([name = '', ...cells]: readonly string[], isText: readonly boolean[]): string {
  if (cells.length === 0)
    return `<tr><th colspan="${isText.length}" scope="rowgroup">${escapeText(name)}</th></tr>`;
  const others = isText
    .slice(1)
    .map((text, place) => `<td${text ? ' class="text"' : ''}>${escapeText(cells[place] ?? '')}</td>`)
    .join('');
  return `<tr><th scope="row">${escapeText(name.trim())}</th>${others}</tr>`;
}

export function sectionTable({ title, table, notes }: ReportSection): string {
  const heads = [table.rowHead, ...blockColumns(table.blocks).map(({ head }) => head)];
  const rows = table.rows.map(({ name, cells }) => [name, ...(cells?.flat() ?? [])]);
  const below = notes.map(({ text }) => `<p class="note">${escapeText(text)}</p>`).join('');
  return `${htmlTable(sectionHeading(title), heads, rows)}${below}`;
}
