/** Makes the table of amounts over time: a row for each stretch in which the amounts of a resource in a scope stay the same. */
import type { DrawnCluster } from '../../core/charting/drawn-cluster.ts';
import { amountChanges } from '../../core/charting/scope-curves.ts';
import { type Table, timeColumns } from './table-columns.ts';

interface Scope {
  readonly kind: 'cluster' | 'pool' | 'node';
  /** Uid of a node, name of a pool; null for the cluster and for nodes without a pool. */
  readonly name: string | null;
  /** By resource number. */
  readonly amounts: Level[];
}

interface Level {
  since: number;
  requested: number;
  allocatable: number;
}

interface Rows {
  readonly kind: string[];
  readonly name: (string | null)[];
  readonly resource: string[];
  readonly from: number[];
  readonly until: number[];
  readonly requested: number[];
  readonly allocatable: number[];
}

/** Stretches without any requested or allocatable amount have no row. */
export function seriesTable(history: DrawnCluster, epoch: number | null): Table {
  const { resources, nodes, end } = history;
  const rows: Rows = {
    kind: [],
    name: [],
    resource: [],
    from: [],
    until: [],
    requested: [],
    allocatable: [],
  };
  const close = ({ kind, name }: Scope, resource: number, level: Level, at: number): void => {
    if (at > level.since && (level.requested !== 0 || level.allocatable !== 0)) {
      rows.kind.push(kind);
      rows.name.push(name);
      rows.resource.push(resources[resource]!);
      rows.from.push(level.since);
      rows.until.push(at);
      rows.requested.push(level.requested);
      rows.allocatable.push(level.allocatable);
    }
    level.since = at;
  };
  const cluster: Scope = { kind: 'cluster', name: null, amounts: [] };
  const pools = new Map<string | null, Scope>();
  for (const { pool } of nodes)
    if (!pools.has(pool)) pools.set(pool, { kind: 'pool', name: pool, amounts: [] });
  const ofNodes = nodes.map(({ uid }): Scope => ({ kind: 'node', name: uid, amounts: [] }));
  for (const { at, node, amounts, requested, allocatable } of amountChanges(history)) {
    const scopes = node === null ? [cluster] : [cluster, pools.get(nodes[node]!.pool)!, ofNodes[node]!];
    for (const scope of scopes) {
      for (const [place, resource] of amounts.resources.entries()) {
        const amount = amounts.amounts[place]!;
        scope.amounts[resource] ??= { since: at, requested: 0, allocatable: 0 };
        const level = scope.amounts[resource];
        close(scope, resource, level, at);
        level.requested += requested * amount;
        level.allocatable += allocatable * amount;
      }
    }
  }
  for (const scope of [cluster, ...pools.values(), ...ofNodes])
    scope.amounts.forEach((level, resource) => {
      close(scope, resource, level, end);
    });
  return {
    name: 'series',
    columns: [
      { name: 'scope', type: 'text', values: rows.kind },
      { name: 'scope_name', type: 'text', values: rows.name },
      { name: 'resource', type: 'text', values: rows.resource },
      ...timeColumns('from', rows.from, epoch),
      ...timeColumns('until', rows.until, epoch),
      { name: 'requested', type: 'real', values: rows.requested },
      { name: 'allocatable', type: 'real', values: rows.allocatable },
    ],
  };
}
