/** Averages how evenly a resource is requested as the analyzer of kube-event-generator does: over moments at which something changes, whatever the time between them. */
import { exactSum } from './exact-sum.ts';
import { countUtilisation, momentOf, type UtilisationSums } from './imbalance.ts';

export interface BalanceRows extends UtilisationSums {
  /** Utilisation by number of node; NaN for a node that does not offer the resource. */
  readonly members: Float64Array;
  rows: number;
  /** Of the means over the nodes. */
  utilisations: number;
  /** Rows with a request and at least two nodes, and the sum of their σ ÷ mean. */
  compared: number;
  variations: number;
}

/** @param nodes number of nodes that there ever are. */
export function balanceRows(nodes: number): BalanceRows {
  const members = new Float64Array(nodes).fill(Number.NaN);
  const sums = { count: 0, sum: exactSum(), squares: exactSum() };
  return { ...sums, members, rows: 0, utilisations: 0, compared: 0, variations: 0 };
}

/** Sets what a node offers and what is requested on it. */
export function setShare(rows: BalanceRows, node: number, offered: number, requested: number): void {
  const { members } = rows;
  const before = members[node]!;
  const after = offered > 0 ? requested / offered : Number.NaN;
  if (before === after || (Number.isNaN(before) && Number.isNaN(after))) return;
  if (!Number.isNaN(before)) countUtilisation(rows, before, -1);
  if (!Number.isNaN(after)) countUtilisation(rows, after, 1);
  members[node] = after;
}

/** Takes the state at the end of a moment. */
export function closeRow(rows: BalanceRows): void {
  if (rows.count === 0) return;
  const { mean, sigma } = momentOf(rows);
  rows.rows += 1;
  rows.utilisations += mean;
  if (rows.count < 2 || mean <= 0) return;
  rows.compared += 1;
  rows.variations += sigma / mean;
}

/** Mean over the rows of the mean utilisation of the nodes; null without a row. */
export function rowUtilisation({ rows, utilisations }: BalanceRows): number | null {
  return rows === 0 ? null : utilisations / rows;
}

/** 1 ÷ (1 + mean of σ ÷ mean). As in the analyzer, the mean is 1 where no row has a request and two nodes. */
export function balanceScore({ compared, variations }: BalanceRows): number {
  return 1 / (1 + (compared === 0 ? 1 : variations / compared));
}
