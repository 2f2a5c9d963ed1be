/** Holds the gauges of one scope of the tables (the cluster, a pool or a node), and the imbalance for groups of nodes. */

import { sumOf } from './exact-sum.ts';
import type { ResourceFigures } from './figures.ts';
import { advanceImbalance, type Imbalance, imbalance } from './imbalance.ts';
import { inDisplayOrder, type ResourceIndex, unitOf } from './resource-index.ts';
import { quantileOfTime } from './time-distribution.ts';
import { bucketMeans } from './time-series.ts';
import { addGauge, advanceGauge, type GaugeTable, readGauge } from './utilisation-gauge.ts';

export type ScopeKind = 'cluster' | 'pool' | 'node';

/** By resource number; undefined for resources that the scope does not have. */
export interface Scope {
  readonly kind: ScopeKind;
  /** Rows of the table of gauges. */
  readonly gauges: (number | undefined)[];
  readonly imbalances: (Imbalance | undefined)[];
  /** Slots of nodes in the imbalances; freed ones are used again. */
  readonly freeSlots: number[];
  slots: number;
  nodesSeen: number;
  nodesNow: number;
}

/** Fewer for a node: it has few distinct utilisations, and there may be many nodes. */
const DISTINCT_VALUES: Readonly<Record<ScopeKind, number>> = { cluster: 65_536, pool: 65_536, node: 4096 };

export function scope(kind: ScopeKind): Scope {
  return { kind, gauges: [], imbalances: [], freeSlots: [], slots: 0, nodesSeen: 0, nodesNow: 0 };
}

/** The row of a resource; a new one for a resource that the scope did not have. */
export function gaugeOf(table: GaugeTable, state: Scope, resource: number): number {
  return state.gauges[resource] ?? newGauge(table, state, resource);
}

function newGauge(table: GaugeTable, { kind, gauges }: Scope, resource: number): number {
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

/** Figures over [0, `end`) by resource name, in display order. */
export function resourceFigures(
  table: GaugeTable,
  state: Scope,
  index: ResourceIndex,
  end: number,
): Record<string, ResourceFigures> {
  const seen = index.names.filter((_, number) => state.gauges[number] !== undefined);
  return Object.fromEntries(
    inDisplayOrder(seen).map((name) => [
      name,
      figuresOf(table, state, index.numbers.get(name) ?? 0, name, end),
    ]),
  );
}

function figuresOf(
  table: GaugeTable,
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
  table: GaugeTable,
  state: Scope,
  index: ResourceIndex,
  end: number,
): Record<string, { requested: number[]; allocatable: number[] }> {
  return Object.fromEntries(
    inDisplayOrder(index.names).flatMap((name) => {
      const row = state.gauges[index.numbers.get(name) ?? 0];
      const series = row === undefined ? undefined : table.series[row];
      if (!series) return [];
      return [
        [
          name,
          {
            requested: bucketMeans(series.requested, end),
            allocatable: bucketMeans(series.allocatable, end),
          },
        ],
      ];
    }),
  );
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
