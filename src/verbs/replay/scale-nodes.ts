/** Changes the number of nodes of a scenario, pool by pool, with the CSINodes that limit their volumes. */
import type { NodePool, ObjectEvent, Scenario, ScenarioObject } from '../../core/scenario/scenario.ts';
import type { PoolSizes } from '../../core/scenario/sizes-note.ts';
import { nodeNames } from '../../core/timeline/expand-nodes.ts';
import type { NodeCounts } from './node-counts.ts';

/** By the name of a node of the file: the names of the nodes that stand for it after scaling. */
type ScaledNames = ReadonlyMap<string, readonly string[]>;

/** The number of nodes by pool. Single nodes without a pool are counted together. */
export function sizesOf(pools: readonly NodePool[]): PoolSizes {
  const sizes = new Map<string | undefined, number>();
  for (const { pool, count = 1 } of pools) sizes.set(pool, (sizes.get(pool) ?? 0) + count);
  return sizes;
}

/** Gives every pool the nearest whole number of nodes. Of single nodes the last are removed first, and the first copied first. */
export function scaleNodes(
  pools: readonly NodePool[],
  wantedOf: NodeCounts['wantedOf'],
): { readonly nodes: readonly NodePool[]; readonly names: ScaledNames } {
  const names = new Map<string, readonly string[]>();
  const sizes = sizesOf(pools);
  const singles = copiesOfSingles(pools, wantedOf);
  const nodes = pools.flatMap((pool): NodePool[] => {
    const { name, count } = pool;
    if (count === undefined) {
      const copies = singleCopies(pool, singles.get(pool) ?? 0);
      names.set(
        name,
        copies.map((copy) => copy.name),
      );
      return copies;
    }
    const size = sizes.get(pool.pool)!;
    const wanted = wantedOf(pool.pool, size);
    const scaled = Math.round(size === count ? wanted : (count * wanted) / size);
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

/** How often each single node is there after scaling. */
function copiesOfSingles(
  pools: readonly NodePool[],
  wantedOf: NodeCounts['wantedOf'],
): ReadonlyMap<NodePool, number> {
  const copies = new Map<NodePool, number>();
  const singles = pools.filter(({ count }) => count === undefined);
  for (const name of new Set(singles.map(({ pool }) => pool))) {
    const members = singles.filter(({ pool }) => pool === name);
    const wanted = Math.round(wantedOf(name, members.length));
    const [each, more] = [Math.floor(wanted / members.length), wanted % members.length];
    for (const [index, member] of members.entries()) copies.set(member, each + (index < more ? 1 : 0));
  }
  return copies;
}

/** The first keeps the name. */
function singleCopies(node: NodePool, copies: number): NodePool[] {
  return Array.from({ length: copies }, (_, copy) => {
    if (copy === 0) return node;
    const name = `${node.name}-copy-${copy}`;
    return { ...node, name, labels: { ...node.labels, 'kubernetes.io/hostname': name } };
  });
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
