/** Scales the nodes of a scenario, with the CSINodes that limit their volumes. */
import type { NodePool, ObjectEvent, Scenario, ScenarioObject } from '../../core/scenario/scenario.ts';
import { nodeNames } from '../../core/timeline/expand-nodes.ts';

/** By the name of a node of the file: the names of the nodes that stand for it after scaling. */
type ScaledNames = ReadonlyMap<string, readonly string[]>;

/** Scales every pool to the nearest whole node. Single nodes count as one pool; its last nodes are removed first. */
export function scaleNodes(
  pools: readonly NodePool[],
  scale: number,
): { readonly nodes: readonly NodePool[]; readonly names: ScaledNames } {
  const singles = pools.filter((pool) => pool.count === undefined);
  const kept = new Set(singles.slice(0, Math.round(singles.length * scale)));
  const names = new Map<string, readonly string[]>();
  const nodes = pools.flatMap((pool) => {
    const { name, count } = pool;
    if (count === undefined) {
      names.set(name, kept.has(pool) ? [name] : []);
      return kept.has(pool) ? [pool] : [];
    }
    const scaled = Math.round(count * scale);
    const after = nodeNames(name, scaled);
    for (const [index, each] of nodeNames(name, count).entries())
      names.set(
        each,
        after.filter((_, i) => i % count === index),
      );
    return [{ ...pool, count: scaled }];
  });
  return { nodes, names };
}

/** Gives each new node a CSINode like that of the node that it copies, and removes those of removed nodes. Other objects stay. */
export function withScaledCsiNodes(scenario: Scenario, names: ScaledNames): Scenario {
  return {
    ...scenario,
    objects: scenario.objects.flatMap((entry) => scaledEntries<ScenarioObject>(entry, names)),
    objectEvents: scenario.objectEvents.flatMap((entry) => scaledEntries<ObjectEvent>(entry, names)),
  };
}

function scaledEntries<Entry extends { readonly object: ObjectEvent['object'] }>(
  entry: Entry,
  names: ScaledNames,
): Entry[] {
  const { kind, metadata } = entry.object;
  if (kind !== 'CSINode') return [entry];
  return (names.get(metadata.name) ?? [metadata.name]).map((name) =>
    name === metadata.name
      ? entry
      : { ...entry, object: { ...entry.object, metadata: { ...metadata, name } } },
  );
}
