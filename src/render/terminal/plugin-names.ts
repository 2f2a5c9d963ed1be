/** Shortens the names of score plugins to heads of narrow columns. Data formats have the full names. */

const HEADS: ReadonlyMap<string, string> = new Map([
  ['TaintToleration', 'TAINTS'],
  ['NodeAffinity', 'NODE-AFF'],
  ['NodeResourcesFit', 'FIT'],
  ['NodeResourcesBalancedAllocation', 'BALANCE'],
  ['PodTopologySpread', 'SPREAD'],
  ['InterPodAffinity', 'POD-AFF'],
  ['ImageLocality', 'IMAGES'],
  ['VolumeBinding', 'VOLUMES'],
  ['DynamicResources', 'DEVICES'],
]);

/** A plugin without a short head keeps its name. */
export function pluginHead(plugin: string): string {
  return HEADS.get(plugin) ?? plugin;
}

/** The full names, for the Tab key: a list of names alone loads at once. */
export const SCORE_PLUGIN_NAMES: readonly string[] = [...HEADS.keys()];
