/** Reads a KubeSchedulerConfiguration, or one profile of it, into checked profiles with kube-scheduler's defaults. */
import {
  EXTENSION_POINTS,
  type ExtensionPoint,
  type PluginDefinition,
  type PluginFactory,
} from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../plugins/index.ts';
import { withoutType } from './check-plugin-arguments.ts';
import { checkPluginSets } from './check-plugin-sets.ts';
import { checkProfiles, checkRequiredPoints } from './check-profiles.ts';
import { checkValue } from './check-value.ts';
import { ConfigurationError } from './configuration-error.ts';
import { checkKind } from './configuration-kind.ts';
import {
  type ConfigurationInput,
  configurationSchema,
  type ProfileInput,
  profileSchema,
} from './configuration-schema.ts';
import { multiPointPlugins, pluginsAt } from './plugin-sets.ts';
import { DEFAULT_SCHEDULER, type Profile, type SchedulerSettings } from './profile.ts';
import { withoutPastPoints } from './release-plugins.ts';
import { unmodelledPlugins } from './unmodelled-plugins.ts';

const SECOND = 1_000_000;
const DEFAULT_PARALLELISM = 16;

/**
 * The profiles and limits that a configuration describes.
 *
 * @param configuration a KubeSchedulerConfiguration, one of its profiles, or nothing for the defaults.
 * @param plugins the plugins that the configuration may name.
 * @throws {ConfigurationError} with the path of the first wrong value.
 */
export function readConfiguration(
  configuration: unknown,
  behaviour: Behaviour,
  plugins: readonly PluginDefinition[] = SCHEDULER_PLUGINS,
): SchedulerSettings {
  const { whole, profiles } = readParts(configuration ?? {});
  const present = plugins.map((plugin) =>
    plugin.exists?.(behaviour) === false ? { ...plugin, points: [] } : withoutPastPoints(plugin, behaviour),
  );
  return {
    profiles: profiles.map((profile, i) =>
      readProfile(profile, whole, whole ? ['profiles', i] : [], behaviour, present),
    ),
    parallelism: whole?.parallelism ?? DEFAULT_PARALLELISM,
    podInitialBackoff: (whole?.podInitialBackoffSeconds ?? 1) * SECOND,
    podMaxBackoff: (whole?.podMaxBackoffSeconds ?? 10) * SECOND,
  };
}

interface Parts {
  /** Absent if one profile is given alone. */
  readonly whole?: ConfigurationInput;
  /** At least one. */
  readonly profiles: readonly ProfileInput[];
}

function readParts(given: unknown): Parts {
  if (!isWhole(given)) return { profiles: [checkValue(profileSchema, given, [])] };
  checkKind(given);
  refuseExtenders(given.extenders);
  const whole = checkValue(configurationSchema, given, []);
  const profiles = whole.profiles ?? [];
  checkProfiles(profiles);
  // Without profiles kube-scheduler runs the default one.
  return { whole, profiles: profiles.length > 0 ? profiles : [{}] };
}

/** A profile has no field of its own name, and shares one with the whole: the percentage, which means the same in both. */
function isWhole(given: unknown): given is Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null) return false;
  return Object.keys(given).some((key) => key in configurationSchema.shape && !(key in profileSchema.shape));
}

function refuseExtenders(extenders: unknown): void {
  if (!Array.isArray(extenders) || extenders.length === 0) return;
  const [first] = extenders as readonly { readonly urlPrefix?: unknown }[];
  throw new ConfigurationError(
    ['extenders'],
    `keg has no HTTP extenders, and ${String(first?.urlPrefix ?? 'one')} would filter, score or bind pods`,
    'remove extenders to play without them, or play on a real kube-scheduler with --target kwok',
  );
}

function readProfile(
  profile: ProfileInput,
  whole: ConfigurationInput | undefined,
  path: readonly PropertyKey[],
  behaviour: Behaviour,
  plugins: readonly PluginDefinition[],
): Profile {
  checkPluginSets(profile, path, plugins, behaviour);
  const sets = profile.plugins;
  const everywhere = multiPointPlugins(plugins, behaviour, sets?.multiPoint);
  const at = (point: ExtensionPoint) => pluginsAt(point, everywhere, sets?.[point]);
  const names = EXTENSION_POINTS.map((point) => [point, at(point).map(({ name }) => name)]);
  const points = Object.fromEntries(names) as Profile['points'];
  checkRequiredPoints(path, points.queueSort, points.bind);
  return {
    schedulerName: profile.schedulerName ?? DEFAULT_SCHEDULER,
    points,
    scores: at('score'),
    unmodelled: unmodelledPlugins(sets, behaviour, plugins),
    factories: factoriesOf(profile, path, plugins),
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? whole?.percentageOfNodesToScore ?? 0,
  };
}

/** Every modelled plugin with its arguments: those in the profile's `pluginConfig`, else the plugin's defaults. */
function factoriesOf(
  profile: ProfileInput,
  path: readonly PropertyKey[],
  plugins: readonly PluginDefinition[],
): ReadonlyMap<string, PluginFactory> {
  const factories = new Map<string, PluginFactory>();
  for (const { name, factory } of plugins) {
    const index = profile.pluginConfig?.findIndex((each) => each.name === name) ?? -1;
    const place = [...path, 'pluginConfig', index, 'args'];
    const args = withoutType(profile.pluginConfig?.[index]?.args ?? {}, name, place);
    if (factory) factories.set(name, checkValue(factory, args, place));
  }
  return factories;
}
