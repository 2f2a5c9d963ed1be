/** Holds the gauges of one scope of the tables (the cluster, a pool or a node), and the imbalance for groups of nodes. */

import { sumOf } from './exact-sum.ts';
import type { ResourceFigures } from './figures.ts';
import { advanceImbalance, type Imbalance, imbalance } from './imbalance.ts';
import { inDisplayOrder, type ResourceIndex, unitOf } from './resource-index.ts';
import { quantileOfTime } from './time-distribution.ts';
import { bucketMeans } from './time-series.ts';
import { usedFigures, usedSeries } from './usage-gauge.ts';
import type { ResourceSeries } from './used-figures.ts';
import { addGauge, advanceGauge, type GaugeTable, readGauge } from './utilisation-gauge.ts';

export type ScopeKind = 'cluster' | 'pool' | 'node';

/** By resource number; undefined for resources that the scope does not have. */
export interface Scope {
  kind: ScopeKind;
  /** Rows of the table of gauges. */
  gauges: (number | undefined)[];
  /** Rows of the table of usage gauges; undefined while nothing is used. */
  readonly usage: (number | undefined)[];
  imbalances: (Imbalance | undefined)[];
  /** Slots of nodes in the imbalances; freed ones are used again. */
  readonly freeSlots: number[];
  slots: number;
  nodesSeen: number;
  nodesNow: number;
}

/** Fewer for a node: it has few distinct utilisations, and there may be many nodes. */
const DISTINCT_VALUES: Readonly<Record<ScopeKind, number>> = { cluster: 65_536, pool: 65_536, node: 4096 };

export function scope(kind: ScopeKind): Scope {
  return { kind, gauges: [], usage: [], imbalances: [], freeSlots: [], slots: 0, nodesSeen: 0, nodesNow: 0 };
}

/** The row of a resource; a new one for a resource that the scope did not have. */
export function gaugeOf(table: GaugeTable, state: Scope, resource: number): number {
  return state.gauges[resource] ?? newGauge(table, state, resource);
}

/** The row of a resource in the table of usage gauges; a new one for a resource that was not used. */
export function usageGaugeOf(table: GaugeTable, { kind, usage }: Scope, resource: number): number {
  return usage[resource] ?? newGauge(table, { kind, gauges: usage }, resource);
}

function newGauge(
  table: GaugeTable,
  { kind, gauges }: Pick<Scope, 'kind' | 'gauges'>,
  resource: number,
): number {
  const row = addGauge(table, { distinctValues: DISTINCT_VALUES[kind], withSeries: kind === 'cluster' });
  gauges[resource] = row;
  return row;
}

export function imbalanceOf(state: Scope, resource: number): Imbalance {
  let found = state.imbalances[resource];
  if (!found) {
    found = imbalance();
    state.imbalances[resource] = found;
  }
  return found;
}

/** Reserves a slot in this group for a new node. */
export function takeSlot(group: Scope): number {
  group.nodesSeen += 1;
  group.nodesNow += 1;
  const free = group.freeSlots.pop();
  if (free !== undefined) return free;
  group.slots += 1;
  return group.slots - 1;
}

export function freeSlot(group: Scope, slot: number): void {
  group.nodesNow -= 1;
  group.freeSlots.push(slot);
}

/** The gauges of requests and of usage. */
export interface Tables {
  readonly gauges: GaugeTable;
  readonly used: GaugeTable;
  readonly index: ResourceIndex;
  /** Its rows say which resources are used at all. */
  readonly cluster: Scope;
}

/** Figures over [0, `end`) by resource name, in display order. */
export function resourceFigures(tables: Tables, state: Scope, end: number): Record<string, ResourceFigures> {
  const { index } = tables;
  const seen = index.names.filter((_, number) => state.gauges[number] !== undefined);
  return Object.fromEntries(
    inDisplayOrder(seen).map((name) => [
      name,
      figuresOf(tables, state, index.numbers.get(name) ?? 0, name, end),
    ]),
  );
}

function figuresOf(
  { gauges: table, used, cluster }: Tables,
  state: Scope,
  number: number,
  name: string,
  end: number,
): ResourceFigures {
  const row = gaugeOf(table, state, number);
  advanceGauge(table, row, end);
  const spread = state.imbalances[number];
  if (spread) advanceImbalance(spread, end);
  const measured = readGauge(table, row);
  const { requestedIntegral, allocatableIntegral, strandedIntegral } = measured;
  return {
    unit: unitOf(name),
    utilisation: ratio(requestedIntegral, allocatableIntegral),
    p95: quantileOfTime(table.utilisations[row]!, 0.95),
    peak: measured.peak,
    timeAbove80: measured.above80,
    timeAbove90: measured.above90,
    timeOffered: measured.offered,
    requested: {
      mean: ratio(requestedIntegral, end),
      max: measured.mostRequested.amount,
      maxAt: measured.mostRequested.at,
      end: measured.requested,
    },
    allocatable: { mean: ratio(allocatableIntegral, end), end: measured.allocatable },
    ...(cluster.usage[number] !== undefined && {
      used: usedFigures(used, state.usage[number], number, allocatableIntegral, end),
    }),
    stranded: { mean: ratio(strandedIntegral, end), share: ratio(strandedIntegral, allocatableIntegral) },
    imbalance:
      spread && spread.compared > 0
        ? {
            range: sumOf(spread.rangeIntegral) / spread.compared,
            sigma: sumOf(spread.sigmaIntegral) / spread.compared,
          }
        : null,
  };
}

/** Means of requested and allocatable for each bucket, by resource name. Empty for a scope without series. */
export function resourceSeries(
  { gauges: table, used: usedTable, index }: Tables,
  state: Scope,
  end: number,
): Record<string, ResourceSeries> {
  return Object.fromEntries(
    inDisplayOrder(index.names).flatMap((name) => {
      const number = index.numbers.get(name) ?? 0;
      const row = state.gauges[number];
      const series = row === undefined ? undefined : table.series[row];
      if (!series) return [];
      const used = usedSeries(usedTable, state.usage[number], number, end);
      return [
        [
          name,
          {
            requested: bucketMeans(series.requested, end),
            allocatable: bucketMeans(series.allocatable, end),
            ...(used && { used }),
          },
        ],
      ];
    }),
  );
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
