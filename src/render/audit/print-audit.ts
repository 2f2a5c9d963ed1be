/** Prints what recordings disclose on stdout, as tables for people or as data. */
import { counted } from '../../core/errors/counted.ts';
import type { Disclosure } from '../../core/recording/disclosure/disclosures.ts';
import { renderData } from '../formats/index.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { labelled, truncateText } from '../terminal/text-layout.ts';

export interface AuditFigures {
  readonly file: string;
  readonly redaction: string;
  readonly lines: number;
  readonly isIdentifying: boolean;
  readonly disclosures: readonly Disclosure[];
}

const COLUMNS: readonly TableColumn[] = [
  { head: 'DISCLOSES' },
  { head: 'TEXTS', align: 'right' },
  { head: 'DIFFERENT', align: 'right' },
  { head: 'SUCH AS' },
];

/** One recording is one object of the data; several are a list. */
export async function printAudits(audits: readonly AuditFigures[], format: string): Promise<void> {
  const data = audits.length === 1 ? audits[0] : audits;
  const table = (): string => `${audits.map((each) => auditLines(each).join('\n')).join('\n\n')}\n`;
  process.stdout.write(await renderData(format, data, table));
}

const LABEL = 'redaction: ';

function auditLines(
  { file, redaction, lines, disclosures, isIdentifying }: AuditFigures,
  { width } = layoutOf(),
): string[] {
  const rows = (those: readonly Disclosure[]): string[][] =>
    those.map(({ title, count, distinct, examples }) => [
      title,
      formatNumber(count),
      formatNumber(distinct),
      examples.join(', '),
    ]);
  const identifying = disclosures.filter((each) => each.isIdentifying);
  const others = disclosures.filter((each) => !each.isIdentifying);
  return [
    `${file}: ${counted(lines, 'line')}`,
    ...labelled(LABEL, redaction, width, LABEL.length),
    '',
    ...(isIdentifying ? fitted(COLUMNS, rows(identifying), width) : ['nothing in it identifies its cluster']),
    ...(others.length > 0
      ? ['', ...fitted([{ head: 'IN EVERY RECORDING' }, ...COLUMNS.slice(1)], rows(others), width)]
      : []),
  ];
}

/** The examples are cut where the screen ends. */
function fitted(columns: readonly TableColumn[], rows: readonly string[][], width: number): string[] {
  return tableLines(columns, rows).map((line) => truncateText(line, width));
}
