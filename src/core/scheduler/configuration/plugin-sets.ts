/** Merges a profile's plugin sets with the default plugins (default_plugins.go mergePluginSet, runtime/framework.go expandMultiPointPlugins). */
import type { ExtensionPoint, PluginDefinition } from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { PluginSet } from './configuration-schema.ts';
import type { WeightedPlugin } from './profile.ts';

/** A plugin that is on at every extension point that it has. */
interface GeneralPlugin extends WeightedPlugin {
  readonly points: readonly ExtensionPoint[];
}

/** The plugins that are on at all their points: the release's default plugins, changed by the profile's `multiPoint`. */
export function multiPointPlugins(
  plugins: readonly PluginDefinition[],
  behaviour: Behaviour,
  set: PluginSet,
): readonly GeneralPlugin[] {
  const disabled = namesOf(set?.disabled);
  const enabled = new Map((set?.enabled ?? []).map((entry) => [entry.name, entry]));
  const kept = inOrder(plugins, behaviour).filter(
    ({ name, isDefault }) => isDefault(behaviour) && !disabled.has('*') && !disabled.has(name),
  );
  const result = kept.map(({ name, points, defaultWeight }) => {
    const custom = enabled.get(name);
    enabled.delete(name);
    return { name, points, weight: custom ? custom.weight || 1 : defaultWeight(behaviour) };
  });
  for (const { name, weight } of enabled.values()) {
    const points = plugins.find((plugin) => plugin.name === name)?.points ?? [];
    result.push({ name, points, weight: weight || 1 });
  }
  return result;
}

function inOrder(plugins: readonly PluginDefinition[], behaviour: Behaviour): readonly PluginDefinition[] {
  const ordered = [...plugins];
  for (const plugin of plugins) {
    const leader = plugin.follows?.(behaviour);
    if (leader === undefined) continue;
    ordered.splice(ordered.indexOf(plugin), 1);
    ordered.splice(ordered.findIndex(({ name }) => name === leader) + 1, 0, plugin);
  }
  return ordered;
}

/** The plugins of one point: first those that the profile re-configures there, then the others, then those that it adds. */
export function pluginsAt(
  point: ExtensionPoint,
  everywhere: readonly GeneralPlugin[],
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
