/** Holds the gauges of one scope of the tables (the cluster, a pool or a node), and the imbalance for groups of nodes. */

import { sumOf } from './exact-sum.ts';
import type { ResourceFigures } from './figures.ts';
import { advanceImbalance, type Imbalance, imbalance } from './imbalance.ts';
import { inDisplayOrder, type ResourceIndex, unitOf } from './resource-index.ts';
import { quantileOfTime } from './time-distribution.ts';
import { bucketMeans } from './time-series.ts';
import { advanceGauge, type Gauge, gauge } from './utilisation-gauge.ts';

export type ScopeKind = 'cluster' | 'pool' | 'node';

/** By resource number; undefined for resources that the scope does not have. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly gauges: (Gauge | undefined)[];
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

export function gaugeOf(state: Scope, resource: number): Gauge {
  let found = state.gauges[resource];
  if (!found) {
    found = gauge({ distinctValues: DISTINCT_VALUES[state.kind], withSeries: state.kind === 'cluster' });
    state.gauges[resource] = found;
  }
  return found;
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
  state: Scope,
  index: ResourceIndex,
  end: number,
): Record<string, ResourceFigures> {
  const seen = index.names.filter((_, number) => state.gauges[number] !== undefined);
  return Object.fromEntries(
    inDisplayOrder(seen).map((name) => [name, figuresOf(state, index.numbers.get(name) ?? 0, name, end)]),
  );
}

function figuresOf(state: Scope, number: number, name: string, end: number): ResourceFigures {
  const measured = gaugeOf(state, number);
  advanceGauge(measured, end);
  const spread = state.imbalances[number];
  if (spread) advanceImbalance(spread, end);
  const requested = sumOf(measured.requestedIntegral);
  const allocatable = sumOf(measured.allocatableIntegral);
  const stranded = sumOf(measured.strandedIntegral);
  return {
    unit: unitOf(name),
    utilisation: ratio(requested, allocatable),
    p95: quantileOfTime(measured.utilisations, 0.95),
    peak: measured.peak,
    timeAbove80: measured.above80,
    timeAbove90: measured.above90,
    timeOffered: measured.offered,
    requested: {
      mean: ratio(requested, end),
      max: measured.peakRequested?.amount ?? 0,
      maxAt: measured.peakRequested?.at ?? 0,
      end: measured.requested,
    },
    allocatable: { mean: ratio(allocatable, end), end: measured.allocatable },
    stranded: { mean: ratio(stranded, end), share: ratio(stranded, allocatable) },
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
  state: Scope,
  index: ResourceIndex,
  end: number,
): Record<string, { requested: number[]; allocatable: number[] }> {
  return Object.fromEntries(
    inDisplayOrder(index.names).flatMap((name) => {
      const series = state.gauges[index.numbers.get(name) ?? 0]?.series;
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
