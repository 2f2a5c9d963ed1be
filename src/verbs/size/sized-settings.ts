/** Gives a replay the numbers of nodes that a search tries, beside the what-ifs of the command line. */
import type { PoolCounts } from '../../core/comparing/size-search.ts';
import { poolOfNodeFlag, withCountOf } from '../../core/scenario/node-flag.ts';

interface NodeSettings {
  readonly nodes?: readonly string[] | undefined;
  readonly nodePool?: readonly string[] | undefined;
}

/** @param counts - of the searched pools; undefined: the settings as they are. */
export function sizedSettings<Settings extends NodeSettings>(
  settings: Settings,
  counts: PoolCounts | undefined,
): Settings & { readonly missingNodes?: 'left-out' } {
  if (!counts) return settings;
  const { nodes = [], nodePool = [] } = settings;
  const replaced = nodes.flatMap((value) => poolOfNodeFlag(value) ?? []);
  const others = (values: readonly string[]): string[] =>
    values.filter((value) => !counts.has(value.split('=')[0]!) || poolOfNodeFlag(value) !== undefined);
  const given = [...counts].flatMap(([pool, count]) => (replaced.includes(pool) ? [] : `${pool}=${count}`));
  return {
    ...settings,
    nodes: others(nodes).map((value) => withCountOf(value, counts)),
    nodePool: [...others(nodePool), ...given],
    missingNodes: 'left-out',
  };
}
