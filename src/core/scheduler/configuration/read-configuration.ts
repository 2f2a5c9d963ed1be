/** Reads a KubeSchedulerConfiguration, or one profile of it, into checked profiles with kube-scheduler's defaults. */
import type { z } from 'zod';
import { UserError } from '../../errors/user-error.ts';
import {
  EXTENSION_POINTS,
  type ExtensionPoint,
  type PluginDefinition,
  type PluginFactory,
} from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../plugins/index.ts';
import {
  type ConfigurationInput,
  configurationSchema,
  type ProfileInput,
  profileSchema,
} from './configuration-schema.ts';
import { refuseUnknownPlugins } from './known-plugins.ts';
import { multiPointPlugins, pluginsAt } from './plugin-sets.ts';
import { DEFAULT_SCHEDULER, type Profile, type SchedulerSettings } from './profile.ts';

const SECOND = 1_000_000;

/**
 * The profiles and limits that a configuration describes.
 *
 * @param configuration a KubeSchedulerConfiguration, one of its profiles, or nothing for the defaults.
 * @param plugins the plugins that the configuration may name.
 * @throws {UserError} with the path of the first wrong value.
 */
export function readConfiguration(
  configuration: unknown,
  behaviour: Behaviour,
  plugins: readonly PluginDefinition[] = SCHEDULER_PLUGINS,
): SchedulerSettings {
  const given = configuration ?? {};
  const whole = isWhole(given) ? check(configurationSchema, given, '') : undefined;
  const profiles = whole
    ? whole.profiles.map((profile, i) => readProfile(profile, whole, `profiles[${i}].`, behaviour, plugins))
    : [readProfile(check(profileSchema, given, ''), undefined, '', behaviour, plugins)];
  return {
    profiles,
    podInitialBackoff: (whole?.podInitialBackoffSeconds ?? 1) * SECOND,
    podMaxBackoff: (whole?.podMaxBackoffSeconds ?? 10) * SECOND,
  };
}

function isWhole(configuration: unknown): boolean {
  return typeof configuration === 'object' && configuration !== null && 'profiles' in configuration;
}

function readProfile(
  profile: ProfileInput,
  whole: ConfigurationInput | undefined,
  path: string,
  behaviour: Behaviour,
  plugins: readonly PluginDefinition[],
): Profile {
  refuseUnknownPlugins(profile, path, plugins);
  const sets = profile.plugins;
  const everywhere = multiPointPlugins(plugins, behaviour, sets?.multiPoint);
  const at = (point: ExtensionPoint) => pluginsAt(point, everywhere, sets?.[point]);
  const points = EXTENSION_POINTS.map((point) => [point, at(point).map(({ name }) => name)]);
  return {
    schedulerName: profile.schedulerName ?? DEFAULT_SCHEDULER,
    points: Object.fromEntries(points) as Profile['points'],
    scores: at('score'),
    factories: factoriesOf(profile, path, plugins),
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? whole?.percentageOfNodesToScore ?? 0,
  };
}

/** Every modelled plugin with its arguments: those in the profile's `pluginConfig`, else the plugin's defaults. */
function factoriesOf(
  profile: ProfileInput,
  path: string,
  plugins: readonly PluginDefinition[],
): ReadonlyMap<string, PluginFactory> {
  const factories = new Map<string, PluginFactory>();
  for (const { name, factory } of plugins) {
    if (!factory) continue;
    const index = profile.pluginConfig?.findIndex((each) => each.name === name) ?? -1;
    const args = profile.pluginConfig?.[index]?.args ?? {};
    factories.set(name, check(factory, args, `${path}pluginConfig[${index}].args`));
  }
  return factories;
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const keys = (issue?.path ?? []).map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  const where = `${path}${keys.join('')}`.replace(/^\./, '');
  throw new UserError(
    `scheduler configuration: ${where && `${where}: `}${issue?.message ?? 'is not valid'}`,
    {
      next: 'give a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) or one profile of it',
    },
  );
}
