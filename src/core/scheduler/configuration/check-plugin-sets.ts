/** Refuses a profile whose plugins kube-scheduler would refuse: unknown, at a point that they lack, twice, or too few of them. */
import { didYouMean } from '../../errors/did-you-mean.ts';
import type { PluginDefinition } from '../framework/plugin-definition.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { ProfileInput } from './configuration-schema.ts';

type Path = readonly PropertyKey[];

/**
 * kube-scheduler itself does not start with such a profile (pkg/scheduler/framework/runtime/framework.go, NewFramework). An unknown plugin
 * under `disabled` is harmless there and here. Arguments for an unknown plugin are harmless there; here they are an error, because the name
 * is probably misspelt.
 *
 * @param path where the profile stands.
 * @throws {ConfigurationError} for the first wrong entry.
 */
export function checkPluginSets(
  profile: ProfileInput,
  path: Path,
  plugins: readonly PluginDefinition[],
): void {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  for (const [point, set] of Object.entries(profile.plugins ?? {})) {
    const seen = new Set<string>();
    for (const [index, { name }] of (set?.enabled ?? []).entries()) {
      const place = [...path, 'plugins', point, 'enabled', index];
      const plugin = byName.get(name);
      if (!plugin) throw unknownPlugin(name, place, byName);
      if (seen.has(name))
        throw new ConfigurationError(place, `plugin ${name} is enabled twice`, 'keep one of the two');
      seen.add(name);
      if (point !== 'multiPoint' && !hasPoint(plugin, point))
        throw new ConfigurationError(
          place,
          `plugin ${name} has no extension point ${point}`,
          `it has ${[...plugin.points, ...(plugin.groupPoints ?? [])].join(', ')}`,
        );
    }
  }
  checkPluginConfig(profile, path, byName);
}

function hasPoint({ points, groupPoints = [] }: PluginDefinition, point: string): boolean {
  return [...points, ...groupPoints].some((each) => each === point);
}

function checkPluginConfig(
  { pluginConfig }: ProfileInput,
  path: Path,
  byName: ReadonlyMap<string, PluginDefinition>,
): void {
  const seen = new Map<string, number>();
  for (const [index, { name }] of (pluginConfig ?? []).entries()) {
    const place = [...path, 'pluginConfig', index];
    if (!byName.has(name)) throw unknownPlugin(name, place, byName);
    const first = seen.get(name);
    if (first !== undefined)
      throw new ConfigurationError(
        place,
        `Duplicate value: "${name}"`,
        `its arguments stand in pluginConfig[${first}] already: merge the two`,
      );
    seen.set(name, index);
  }
}

function unknownPlugin(
  name: string,
  place: Path,
  byName: ReadonlyMap<string, PluginDefinition>,
): ConfigurationError {
  const names = [...byName.keys()];
  const meant = didYouMean(name, names);
  return new ConfigurationError(
    place,
    `kube-scheduler has no plugin ${name} of its own`,
    meant
      ? `did you mean ${meant}?`
      : `expected one of ${names.join(', ')}; keg does not model plugins from elsewhere: remove it to replay without it`,
  );
}
