/** What a live replay has to say beside its report: sentences before it starts, the plan of a dry run, and how it went. */

import { countOf, formatNumber } from '../render/terminal/human-units.ts';
import { type TableColumn, tableLines } from '../render/terminal/plain-table.ts';
import type { Survey } from '../targets/live/live-target.ts';
import type { LiveReplay } from '../verbs/replay/play-live.ts';

/** Before anything happens, on stderr. */
export function announce(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
}

const OBJECT_COLUMNS: readonly TableColumn[] = [
  { head: 'KIND' },
  { head: 'COUNT', align: 'right', leastWidth: 7 },
  { head: 'NAMES' },
];

/** On stdout: what would be made, and one of each kind as it would be sent. */
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

/** Of what was sent, above this the cluster is to blame: a call or two are always under way when the clock stops. */
const MANY = 0.01;

/** What of the play did not come about. */
export function unsentNote({ replay }: LiveReplay): readonly string[] {
  const unsent = replay?.played.unsent ?? 0;
  if (replay === undefined || unsent === 0 || replay.played.stopped) return [];
  const why = unsent > MANY * replay.played.events ? ': it was too fast for this cluster' : '';
  const verb = unsent === 1 ? 'was' : 'were';
  return [
    `warning: ${countOf(unsent, 'event')} ${verb} still waiting to be sent when the scenario ended${why}`,
  ];
}
