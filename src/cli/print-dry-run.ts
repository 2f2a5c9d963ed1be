/** Prints the plan of a dry run: what would be created, and one object of each kind as it would be sent. */
import { formatNumber } from '../render/terminal/human-units.ts';
import { type TableColumn, tableLines } from '../render/terminal/plain-table.ts';
import type { Survey } from '../targets/target.ts';

const OBJECT_COLUMNS: readonly TableColumn[] = [
  { head: 'KIND' },
  { head: 'COUNT', align: 'right', leastWidth: 7 },
  { head: 'NAMES' },
];

export async function printDryRun({ objects }: Survey, format: 'table' | 'yaml' | 'json'): Promise<void> {
  const examples = objects.map(({ example }) => example).filter((example) => Object.keys(example).length > 0);
  if (format === 'json') process.stdout.write(`${JSON.stringify({ objects }, null, 2)}\n`);
  else if (format === 'yaml') {
    const { stringify } = await import('yaml');
    process.stdout.write(examples.map((example) => stringify(example)).join('---\n'));
  } else {
    const rows = objects.map(({ kind, count, names }) => [
      kind,
      formatNumber(count),
      `${names.join(', ')}${count > names.length && names.length > 0 ? ', …' : ''}`,
    ]);
    process.stdout.write(`${tableLines(OBJECT_COLUMNS, rows).join('\n')}\n`);
  }
}
