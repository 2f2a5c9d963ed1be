/** Prints the plan of a dry run: what would be created, and one object of each kind as it would be sent. */
import { renderData } from '../render/formats/index.ts';
import { formatNumber } from '../render/terminal/human-units.ts';
import { type TableColumn, tableLines } from '../render/terminal/plain-table.ts';
import type { Survey } from '../targets/target.ts';

const OBJECT_COLUMNS: readonly TableColumn[] = [
  { head: 'KIND' },
  { head: 'COUNT', align: 'right', leastWidth: 7 },
  { head: 'NAMES' },
];

/** A table of kinds, data, or for YAML one manifest of each kind. */
export async function printDryRun({ objects }: Survey, format: string): Promise<void> {
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

function objectTable(objects: Survey['objects']): string {
  const rows = objects.map(({ kind, count, names }) => [
    kind,
    formatNumber(count),
    `${names.join(', ')}${count > names.length && names.length > 0 ? ', …' : ''}`,
  ]);
  return `${tableLines(OBJECT_COLUMNS, rows).join('\n')}\n`;
}
