/** Reads out of a report how many nodes each pool has, and what is scarce on them. */
import type { Figures } from '../measure/figures.ts';

export interface PoolFact {
  /** null for nodes without a pool. */
  readonly pool: string | null;
  /** Nodes at the start; where there were none, the most at the same time. */
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
    const nodes = first.length > 0 ? first.length : mostAtOnce(own);
    return { pool, nodes, scarcest: scarcestOf(resources) };
  });
}

/** Nodes that go free their place for those that come at the same time. */
function mostAtOnce(nodes: Figures['nodes']): number {
  const steps = nodes.flatMap(({ added, removed }) => [
    { at: added, by: 1 },
    ...(removed === null ? [] : [{ at: removed, by: -1 }]),
  ]);
  let [now, most] = [0, 0];
  for (const { by } of steps.sort((one, other) => one.at - other.at || one.by - other.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

function scarcestOf(resources: Figures['pools'][number]['resources']): ScarceResource | undefined {
  const used = Object.entries(resources).flatMap(([resource, { utilisation, peak, timeAbove90 }]) =>
    utilisation === null || peak === null || utilisation === 0
      ? []
      : [{ resource, utilisation, peak: peak.utilisation, peakAt: peak.at, timeAbove90 }],
  );
  return used.toSorted((one, other) => other.utilisation - one.utilisation)[0];
}
