/** Writes the nodes of a recording as pools of the scenario. */

import type { NodeAddedObservation } from '../../recording/observation.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { WrittenScenario } from './written-scenario.ts';

/** Nodes with equal templates, as pools. A pool has the name of the recorded pool, or of the series of its nodes' names (worker-0, …). */
export function writeNodes(nodes: readonly NodeAddedObservation[]): WrittenScenario[] {
  const members = new Map<string, NodeAddedObservation[]>();
  for (const node of nodes) {
    const key = canonicalJson([node.pool, offerOf(node)]);
    const pool = members.get(key);
    if (pool) pool.push(node);
    else members.set(key, [node]);
  }
  const taken = new Map<string, number>();
  return [...members.values()].map((pool) => {
    const base = pool[0]!.pool ?? (pool.length === 1 ? pool[0]!.name : (seriesOf(pool) ?? 'nodes'));
    const before = taken.get(base) ?? 0;
    taken.set(base, before + 1);
    return {
      name: before === 0 ? base : `${base}-${before + 1}`,
      count: pool.length,
      template: offerOf(pool[0]!),
    };
  });
}

function seriesOf(nodes: readonly NodeAddedObservation[]): string | undefined {
  const series = new Set(nodes.map(({ name }) => /^(.+)-\d+$/.exec(name)?.[1]));
  return series.size === 1 ? [...series][0] : undefined;
}

function offerOf({
  labels = {},
  taints,
  unschedulable,
  capacity,
  allocatable,
}: NodeAddedObservation): WrittenScenario {
  const { 'kubernetes.io/hostname': _, ...kept } = labels;
  return {
    ...(Object.keys(kept).length > 0 && { labels: kept }),
    ...(taints && taints.length > 0 && { taints }),
    ...(unschedulable && { unschedulable }),
    ...(capacity && { capacity }),
    allocatable,
  };
}
