/** Prints the plan of a dry run: what would be created, and one object of each kind as it would be sent. */
import { renderData } from '../formats/index.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';

/** What a run would create. */
export interface PlannedRun {
  readonly objects: readonly {
    readonly kind: string;
    readonly count: number;
    /** Some of their names. */
    readonly names: readonly string[];
    /** One of them, as it would be sent. */
    readonly example: object;
  }[];
}

const OBJECT_COLUMNS: readonly TableColumn[] = [
  { head: 'KIND' },
  { head: 'COUNT', align: 'right', leastWidth: 7 },
  { head: 'NAMES' },
];

/** Prints a table of kinds, or plain data. As YAML it prints one manifest of each kind. */
export async function printDryRun({ objects }: PlannedRun, format: string): Promise<void> {
  if (format === 'yaml') {
    const { stringify } = await import('yaml');
    const examples = objects
      .map(({ example }) => example)
      .filter((example) => Object.keys(example).length > 0);
    process.stdout.write(examples.map((example) => stringify(example)).join('---\n'));
    return;
  }
  process.stdout.write(await renderData(format, { objects }, () => objectTable(objects)));
}

function objectTable(objects: PlannedRun['objects']): string {
  const rows = objects.map(({ kind, count, names }) => [
    kind,
    formatNumber(count),
    `${names.join(', ')}${count > names.length && names.length > 0 ? ', …' : ''}`,
  ]);
  return `${tableLines(OBJECT_COLUMNS, rows).join('\n')}\n`;
}
