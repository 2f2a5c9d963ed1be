/** Renders what becomes of each cause of an end in the scenario: drawn, an event, or censored. */
import type { CountedEnd } from '../../core/fitting/runs/counted-ends.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';

const COLUMNS: readonly TableColumn[] = [
  { head: 'ends' },
  { head: 'pods', align: 'right' },
  { head: 'scenario' },
  { head: 'by' },
];

export function endsLines(ends: readonly CountedEnd[]): string[] {
  return tableLines(
    COLUMNS,
    ends.map(({ cause, pods, origin, by }) => [cause, String(pods), origin, by]),
  );
}
