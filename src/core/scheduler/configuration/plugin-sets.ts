/** How a profile's plugin sets and the defaults become the lists that run (default_plugins.go mergePluginSet, runtime/framework.go expandMultiPointPlugins). */
import type { PluginSet } from './configuration-schema.ts';
import type { ExtensionPoint, PluginDefault } from './plugin-points.ts';
import type { WeightedPlugin } from './profile.ts';

/** The plugins on at every point they have: the defaults with the profile's `multiPoint` applied. */
export function multiPointPlugins(
  defaults: readonly PluginDefault[],
  set: PluginSet,
): readonly PluginDefault[] {
  const disabled = namesOf(set?.disabled);
  const enabled = new Map((set?.enabled ?? []).map((entry) => [entry.name, entry]));
  const kept = disabled.has('*') ? [] : defaults.filter(({ name }) => !disabled.has(name));
  const result = kept.map((plugin) => {
    const custom = enabled.get(plugin.name);
    enabled.delete(plugin.name);
    return custom ? { ...plugin, weight: custom.weight || 1 } : plugin;
  });
  for (const { name, weight } of enabled.values()) {
    const points = defaults.find((plugin) => plugin.name === name)?.points ?? [];
    result.push({ name, points, weight: weight || 1 });
  }
  return result;
}

/** The plugins of one point: those the profile re-configures there first, then the others, then what it adds. */
export function pluginsAt(
  point: ExtensionPoint,
  everywhere: readonly PluginDefault[],
  set: PluginSet,
): readonly WeightedPlugin[] {
  const own = (set?.enabled ?? []).map(({ name, weight }) => ({ name, weight: weight || 1 }));
  const disabled = namesOf(set?.disabled);
  if (disabled.has('*')) return own;
  const general = everywhere.filter(({ name, points }) => points.includes(point) && !disabled.has(name));
  const generalNames = namesOf(general);
  const ownNames = namesOf(own);
  return [
    ...own.filter(({ name }) => generalNames.has(name)),
    ...general.filter(({ name }) => !ownNames.has(name)).map(({ name, weight }) => ({ name, weight })),
    ...own.filter(({ name }) => !generalNames.has(name)),
  ];
}

function namesOf(entries: readonly { readonly name: string }[] | null | undefined): Set<string> {
  return new Set((entries ?? []).map(({ name }) => name));
}
