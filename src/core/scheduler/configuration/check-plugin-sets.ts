/** Refuses a profile whose plugins kube-scheduler would refuse: unknown, at a point that they lack, twice, or too few of them. */
import { didYouMean } from '../../errors/did-you-mean.ts';
import type { PluginDefinition } from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { ProfileInput } from './configuration-schema.ts';
import { laterReleaseOf, laterReleaseOfPoint, pointsInRelease } from './release-plugins.ts';

type Path = readonly PropertyKey[];

/**
 * kube-scheduler itself does not start with such a profile (pkg/scheduler/framework/runtime/framework.go, NewFramework). An unknown plugin
 * under `disabled` is harmless there and here. Arguments for an unknown plugin are harmless there; here they are an error, because the name
 * is probably misspelt.
 *
 * Plugins of later releases, and points that a plugin gets later, are refused as by the release that is played.
 *
 * @param path where the profile stands.
 * @throws {ConfigurationError} for the first wrong entry.
 */
export function checkPluginSets(
  profile: ProfileInput,
  path: Path,
  plugins: readonly PluginDefinition[],
  behaviour: Behaviour,
): void {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  for (const [point, set] of Object.entries(profile.plugins ?? {})) {
    const seen = new Set<string>();
    refusePoint(point, [...path, 'plugins', point], behaviour);
    for (const [index, { name }] of (set?.enabled ?? []).entries()) {
      const place = [...path, 'plugins', point, 'enabled', index];
      const plugin = byName.get(name);
      if (!plugin) throw unknownPlugin(name, place, byName);
      refuseLaterPlugin(name, place, behaviour);
      if (seen.has(name))
        throw new ConfigurationError(place, `plugin ${name} is enabled twice`, 'keep one of the two');
      seen.add(name);
      const points = pointsInRelease(plugin, behaviour);
      if (point !== 'multiPoint' && !points.includes(point))
        throw new ConfigurationError(
          place,
          `plugin ${name} has no extension point ${point}`,
          `it has ${points.join(', ')} in 1.${behaviour.minor}`,
        );
    }
  }
  checkPluginConfig(profile, path, byName);
}

function refusePoint(point: string, place: Path, behaviour: Behaviour): void {
  const later = laterReleaseOfPoint(point, behaviour);
  if (later !== undefined)
    throw new ConfigurationError(place, 'unknown field', `kube-scheduler has it from ${later} on`, true);
}

function refuseLaterPlugin(name: string, place: Path, behaviour: Behaviour): void {
  const later = laterReleaseOf(name, behaviour);
  if (later !== undefined)
    throw new ConfigurationError(
      place,
      `kube-scheduler 1.${behaviour.minor} has no plugin ${name}`,
      `it comes with ${later}: remove it, or choose that version`,
    );
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
