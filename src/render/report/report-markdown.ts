/** Renders a report as Markdown, for summaries of CI jobs, issues and pages. */
import type { Figures } from '../../core/measure/figures.ts';
import { type MarkdownColumn, markdownTable, markdownText } from '../markdown/markdown-table.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatNumber } from '../terminal/human-units.ts';
import type { Breakdown } from './breakdowns.ts';
import { overTimeRows } from './over-time-section.ts';
import type { ReportSection } from './report-section.ts';
import { type SummaryFact, summaryFacts } from './summary-section.ts';
import { reportSections } from './table.ts';

/** Characters of the line of blocks that shows a figure over time. */
const OVER_TIME_COLUMNS = 48;

/** Ends with a line break. */
export function renderMarkdown(figures: Figures, by: Breakdown): string {
  const parts = [
    [`## ${markdownText(figures.recording.name ?? 'Recording')}`],
    factTable(summaryFacts(figures)),
    ...reportSections(figures, { by, wide: false }).map(sectionMarkdown),
    overTimeMarkdown(figures),
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** A fact without a label is a line more in the cell of the one before it. */
export function factTable(facts: readonly SummaryFact[]): string[] {
  const rows: [label: string, lines: string[]][] = [];
  for (const { label, text, count } of facts) {
    const line = markdownText(count === undefined ? text : `${formatNumber(count)} × ${text}`);
    const last = rows.at(-1);
    if (label === '' && last) last[1].push(line);
    else rows.push([markdownText(label), [line]]);
  }
  return markdownTable(
    [{ head: '' }, { head: '' }],
    rows.map(([label, lines]) => [label, lines.join('<br>')]),
  );
}

function sectionMarkdown({ title, table, notes }: ReportSection): string[] {
  const rows = table.rows.map(({ name, cells }) =>
    cells === null ? [`**${markdownText(name.trim())}**`] : [name, ...cells.flat()].map(markdownText),
  );
  return [
    `### ${markdownText(sectionHeading(title))}`,
    '',
    ...markdownTable([{ head: table.rowHead }, ...blockColumns(table.blocks)], rows),
    ...notes.flatMap(({ text }) => ['', markdownText(text)]),
  ];
}

/** Titles of tables in a terminal are in capitals; headings are not. */
export function sectionHeading(title: string): string {
  const [, capitals = '', rest = ''] = /^([^a-z]*(?![a-z]))(.*)$/s.exec(title) ?? [];
  return `${capitals.slice(0, 1)}${capitals.slice(1).toLowerCase()}${rest}`;
}

/** The heads of all blocks side by side. A head that needs the title of its block has it in front. */
export function blockColumns(blocks: readonly ColumnBlock[]): MarkdownColumn[] {
  const heads = blocks.flatMap(({ columns }) => columns.map(({ head }) => head));
  return blocks.flatMap(({ title, columns }, place) =>
    columns.map(({ head }): MarkdownColumn => {
      const isAlone = place === 0 && heads.filter((other) => other === head).length === 1;
      return { head: title === undefined || isAlone ? head : `${title}: ${head}`, align: 'right' };
    }),
  );
}

function overTimeMarkdown(figures: Figures): string[] {
  const rows = overTimeRows(figures);
  if (rows.length === 0) return [];
  return [
    '### Over time',
    '',
    ...markdownTable(
      [{ head: 'FIGURE' }, { head: 'FROM BEGINNING TO END' }, { head: 'MOST' }],
      rows.map(({ label, note, draw }) => [
        markdownText(label),
        `<code>${draw(OVER_TIME_COLUMNS).replaceAll(' ', '\u00a0')}</code>`,
        markdownText(note.replace(/^max /, '')),
      ]),
    ),
  ];
}
