/** Reads out of a report how many nodes each pool has, and what is scarce on them. */
import type { Figures } from '../measure/figures.ts';

export interface PoolFact {
  /** null for nodes without a pool. */
  readonly pool: string | null;
  /** Nodes at the start; those that came later where there were none. */
  readonly nodes: number;
  /** The resource with the highest utilisation for the whole time; undefined where nothing is requested. */
  readonly scarcest: ScarceResource | undefined;
}

export interface ScarceResource {
  readonly resource: string;
  /** Mean over the time, and the highest one with the time at which it began, in µs. */
  readonly utilisation: number;
  readonly peak: number;
  readonly peakAt: number;
  /** µs above 90 %. */
  readonly timeAbove90: number;
}

export function poolFacts(report: Figures): PoolFact[] {
  return report.pools.map(({ pool, resources }) => {
    const own = report.nodes.filter((node) => node.pool === pool);
    const first = own.filter(({ added }) => added === 0);
    return { pool, nodes: (first.length > 0 ? first : own).length, scarcest: scarcestOf(resources) };
  });
}

function scarcestOf(resources: Figures['pools'][number]['resources']): ScarceResource | undefined {
  const used = Object.entries(resources).flatMap(([resource, { utilisation, peak, timeAbove90 }]) =>
    utilisation === null || peak === null || utilisation === 0
      ? []
      : [{ resource, utilisation, peak: peak.utilisation, peakAt: peak.at, timeAbove90 }],
  );
  return used.toSorted((one, other) => other.utilisation - one.utilisation)[0];
}
