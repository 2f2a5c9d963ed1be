/** Computes how much of each resource is requested over time: in the cluster, in each pool, and in each row of nodes. */
import type { Amounts } from '../measure/resource-index.ts';
import { type DrawnCluster, holdsOf } from './drawn-cluster.ts';
import { changeShare, type ShareCurve, settleShare, shareCurve, type TimeGrid } from './step-curves.ts';

/** By resource number; absent where the scope never offered the resource. */
export type ScopeCurves = (ShareCurve | undefined)[];

export interface ClusterCurves {
  readonly cluster: ScopeCurves;
  /** By the name of the pool; null for nodes without one. */
  readonly pools: ReadonlyMap<string | null, ScopeCurves>;
  /** In the order of the rows. */
  readonly rows: readonly ScopeCurves[];
}

/** Nodes that a heat map shows as one. */
export interface NodeRow {
  readonly pool: string | null;
  /** Numbers of nodes. */
  readonly nodes: readonly number[];
}

/** Nodes by pool, in order of their addition. Where there are more than `most`, a row has several nodes of one pool. */
export function nodeRows({ nodes }: DrawnCluster, most: number): NodeRow[] {
  const each = Math.max(1, Math.ceil(nodes.length / most));
  const byPool = Map.groupBy(nodes.keys(), (number) => nodes[number]!.pool);
  return [...byPool].flatMap(([pool, numbers]) =>
    Array.from({ length: Math.ceil(numbers.length / each) }, (_, place) => ({
      pool,
      nodes: numbers.slice(place * each, (place + 1) * each),
    })),
  );
}

/** Amounts that are added or taken away at a time: requested, allocatable, or both. */
export interface AmountsChange {
  readonly at: number;
  /** null: of the cluster only. */
  readonly node: number | null;
  readonly amounts: Amounts;
  readonly requested: number;
  readonly allocatable: number;
}

export function clusterCurves(
  history: DrawnCluster,
  rows: readonly NodeRow[],
  grid: TimeGrid,
): ClusterCurves {
  const cluster: ScopeCurves = [];
  const pools = new Map<string | null, ScopeCurves>();
  for (const { pool } of history.nodes) if (!pools.has(pool)) pools.set(pool, []);
  const ofRows = rows.map((): ScopeCurves => []);
  const scopes: ScopeCurves[][] = history.nodes.map(({ pool }) => [cluster, pools.get(pool)!]);
  for (const [place, { nodes }] of rows.entries())
    for (const node of nodes) scopes[node]!.push(ofRows[place]!);
  for (const { at, node, amounts, requested, allocatable } of amountChanges(history)) {
    for (const scope of node === null ? [cluster] : scopes[node]!) {
      for (const [position, resource] of amounts.resources.entries()) {
        const amount = amounts.amounts[position]!;
        scope[resource] ??= shareCurve(grid);
        changeShare(scope[resource], grid, at, requested * amount, allocatable * amount);
      }
    }
  }
  for (const scope of [cluster, ...pools.values(), ...ofRows]) {
    for (const curve of scope) if (curve) settleShare(curve, grid, history.end);
  }
  return { cluster, pools, rows: ofRows };
}

/** In order of time. */
export function amountChanges(history: DrawnCluster): AmountsChange[] {
  const changes: AmountsChange[] = [];
  for (const [node, { offers, removed }] of history.nodes.entries()) {
    for (const [place, { at, amounts }] of offers.entries()) {
      const until = offers[place + 1]?.at ?? removed;
      changes.push({ at, node, amounts, requested: 0, allocatable: 1 });
      if (until !== null) changes.push({ at: until, node, amounts, requested: 0, allocatable: -1 });
    }
  }
  for (const { node, from, to, amounts } of holdsOf(history)) {
    changes.push({ at: from, node, amounts, requested: 1, allocatable: 0 });
    if (to < history.end) changes.push({ at: to, node, amounts, requested: -1, allocatable: 0 });
  }
  return changes.sort((one, other) => one.at - other.at);
}
