/** Averages how evenly cpu and memory are requested as the analyzer of kube-event-generator does: over moments at which something changes, whatever the time between them. */
import { type Imbalance, momentOf } from './imbalance.ts';

export interface BalanceRows {
  /** The moment that is still changing, µs; undefined before there is one. */
  at: number | undefined;
  readonly cpu: RowSums;
  readonly memory: RowSums;
}

interface RowSums {
  rows: number;
  /** Of the means over the nodes. */
  utilisations: number;
  /** Rows with a request and at least two nodes, and the sum of their σ ÷ mean. */
  compared: number;
  variations: number;
}

export function balanceRows(): BalanceRows {
  const sums = (): RowSums => ({ rows: 0, utilisations: 0, compared: 0, variations: 0 });
  return { at: undefined, cpu: sums(), memory: sums() };
}

/** Takes the state at the end of a moment. */
export function closeRow(
  rows: BalanceRows,
  { cpu, memory }: { readonly cpu: Imbalance; readonly memory: Imbalance },
): void {
  rows.at = undefined;
  addRow(rows.cpu, cpu);
  addRow(rows.memory, memory);
}

function addRow(sums: RowSums, state: Imbalance): void {
  if (state.count === 0) return;
  const { mean, sigma } = momentOf(state);
  sums.rows += 1;
  sums.utilisations += mean;
  if (state.count < 2 || mean <= 0) return;
  sums.compared += 1;
  sums.variations += sigma / mean;
}

/** Mean over the rows of the mean utilisation of the nodes; null without a row. */
export function rowUtilisation({ rows, utilisations }: RowSums): number | null {
  return rows === 0 ? null : utilisations / rows;
}

/** 1 ÷ (1 + mean of σ ÷ mean). As in the analyzer, the mean is 1 where no row has a request and two nodes. */
export function balanceScore({ compared, variations }: RowSums): number {
  return 1 / (1 + (compared === 0 ? 1 : variations / compared));
}
