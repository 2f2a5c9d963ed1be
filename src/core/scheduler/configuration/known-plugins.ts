/** Refuses configurations that name plugins kube-scheduler does not have: a slip in a name must not pass for an answer. */

import { didYouMean } from '../../errors/did-you-mean.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { PluginSet, ProfileInput } from './configuration-schema.ts';
import { defaultPlugins } from './plugin-points.ts';

/**
 * kube-scheduler itself does not start with an unknown plugin enabled or configured (pkg/scheduler/framework/runtime/framework.go,
 * NewFramework); naming one under `disabled` is harmless there and here.
 *
 * @param path where the profile stands, as `profiles[0].`.
 * @throws {UserError} for the first plugin that is not one of kube-scheduler's own.
 */
export function refuseUnknownPlugins(profile: ProfileInput, path: string, behaviour: Behaviour): void {
  const known = new Set(defaultPlugins(behaviour).map(({ name }) => name));
  // Part of every release, and only on by default from 1.34.
  known.add('DynamicResources');
  for (const { where, name } of named(profile)) {
    if (known.has(name)) continue;
    const meant = didYouMean(name, known);
    throw new UserError(`${path}${where}: kube-scheduler has no plugin ${name} of its own`, {
      next: meant
        ? `did you mean ${meant}?`
        : 'plugins from elsewhere are not modelled: leave it out to replay without it',
    });
  }
}

function named(profile: ProfileInput): { readonly where: string; readonly name: string }[] {
  const sets = Object.entries(profile.plugins ?? {}) as [string, PluginSet][];
  const enabled = sets.flatMap(([point, set]) =>
    (set?.enabled ?? []).map(({ name }, index) => ({ where: `plugins.${point}.enabled[${index}]`, name })),
  );
  const configured = (profile.pluginConfig ?? []).map(({ name }, index) => ({
    where: `pluginConfig[${index}]`,
    name,
  }));
  return [...enabled, ...configured];
}
