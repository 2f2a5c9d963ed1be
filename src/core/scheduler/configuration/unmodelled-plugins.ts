/** Finds the plugins that a profile enables by name and that keg does not model. */
import type { PluginDefinition } from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { ProfileInput } from './configuration-schema.ts';

/** Without those of the default profile of the release, which the dump of every configuration names. */
export function unmodelledPlugins(
  sets: ProfileInput['plugins'],
  behaviour: Behaviour,
  plugins: readonly PluginDefinition[],
): readonly string[] {
  const named = Object.values(sets ?? {}).flatMap((set) => set?.enabled?.map(({ name }) => name) ?? []);
  const lacking = plugins.filter(({ factory, isDefault }) => !factory && !isDefault(behaviour));
  return lacking.map(({ name }) => name).filter((name) => named.includes(name));
}
