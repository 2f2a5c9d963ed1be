/** Refuses a configuration that names an unknown plugin, because a misspelt name must not change an experiment silently. */

import { didYouMean } from '../../errors/did-you-mean.ts';
import { UserError } from '../../errors/user-error.ts';
import type { PluginDefinition } from '../framework/plugin-definition.ts';
import type { ProfileInput } from './configuration-schema.ts';

/**
 * kube-scheduler itself does not start with an unknown plugin enabled or configured (pkg/scheduler/framework/runtime/framework.go,
 * NewFramework). An unknown plugin under `disabled` is harmless there and here.
 *
 * @param path where the profile stands, for example `profiles[0].`.
 * @throws {UserError} for the first plugin that is not in the list.
 */
export function refuseUnknownPlugins(
  profile: ProfileInput,
  path: string,
  plugins: readonly PluginDefinition[],
): void {
  const known = new Set(plugins.map(({ name }) => name));
  for (const { where, name } of named(profile)) {
    if (known.has(name)) continue;
    const meant = didYouMean(name, known);
    throw new UserError(`${path}${where}: kube-scheduler has no plugin ${name} of its own`, {
      next: meant
        ? `did you mean ${meant}?`
        : `expected one of ${[...known].join(', ')}; keg does not model plugins from elsewhere: remove it to replay without it`,
    });
  }
}

function named(profile: ProfileInput): { readonly where: string; readonly name: string }[] {
  const enabled = Object.entries(profile.plugins ?? {}).flatMap(([point, set]) =>
    (set?.enabled ?? []).map(({ name }, index) => ({ where: `plugins.${point}.enabled[${index}]`, name })),
  );
  const configured = (profile.pluginConfig ?? []).map(({ name }, index) => ({
    where: `pluginConfig[${index}]`,
    name,
  }));
  return [...enabled, ...configured];
}
