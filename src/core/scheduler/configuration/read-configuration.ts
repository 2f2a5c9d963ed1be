/** From what a user writes to a profile: a KubeSchedulerConfiguration or one profile of it, checked, with kube-scheduler's defaults. */
import type { z } from 'zod';
import { UserError } from '../../errors/user-error.ts';
import type { NodeAffinity } from '../../objects/pod.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { NodeResourcesFitArguments, ScoringStrategy } from '../plugins/node-resources-fit.ts';
import type { ScoredResource } from '../plugins/resource-scoring.ts';
import {
  type ConfigurationInput,
  configurationSchema,
  type ProfileInput,
  pluginArguments,
  profileSchema,
} from './configuration-schema.ts';
import { refuseUnknownPlugins } from './known-plugins.ts';
import { defaultPlugins } from './plugin-points.ts';
import { multiPointPlugins, pluginsAt } from './plugin-sets.ts';
import { defaultProfile, type Profile } from './profile.ts';

const DEFAULT_SCHEDULER = 'default-scheduler';
const SECOND = 1_000_000;

/**
 * The profile that a configuration means. Of several profiles it is the one of `default-scheduler`, else the first.
 *
 * @param configuration a KubeSchedulerConfiguration, one of its profiles, or nothing for the defaults.
 * @throws {UserError} with the path of the first wrong value.
 */
export function readConfiguration(configuration: unknown, behaviour: Behaviour): Profile {
  const defaults = defaultProfile(behaviour);
  if (configuration === undefined || configuration === null) return defaults;
  const whole = isWhole(configuration) ? check(configurationSchema, configuration, '') : undefined;
  const profile = whole ? chosenProfile(whole) : check(profileSchema, configuration, '');
  const path = whole ? `profiles[${whole.profiles.indexOf(profile)}].` : '';
  refuseUnknownPlugins(profile, path, behaviour);
  const plugins = profile.plugins;
  const everywhere = multiPointPlugins(defaultPlugins(behaviour), plugins?.multiPoint);
  return {
    filters: pluginsAt('filter', everywhere, plugins?.filter).map(({ name }) => name),
    scores: pluginsAt('score', everywhere, plugins?.score),
    postFilters: pluginsAt('postFilter', everywhere, plugins?.postFilter).map(({ name }) => name),
    nodeResourcesFit: fitArguments(profile, path, defaults.nodeResourcesFit),
    balancedAllocation: {
      resources: scored(
        args(profile, path, 'NodeResourcesBalancedAllocation')?.resources,
        defaults.balancedAllocation.resources,
      ),
    },
    nodeAffinity: {
      addedAffinity: (args(profile, path, 'NodeAffinity')?.addedAffinity ?? undefined) as
        | NodeAffinity
        | undefined,
    },
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? whole?.percentageOfNodesToScore ?? 0,
    podInitialBackoff: seconds(whole?.podInitialBackoffSeconds) ?? defaults.podInitialBackoff,
    podMaxBackoff: seconds(whole?.podMaxBackoffSeconds) ?? defaults.podMaxBackoff,
  };
}

/**
 * A profile with other score weights. Plugins not named keep theirs; 0 turns a plugin's score off.
 *
 * @throws {UserError} for a plugin that kube-scheduler does not have, or a weight that is no whole number of 0 or more.
 */
export function withWeights(
  profile: Profile,
  weights: Readonly<Record<string, number>>,
  behaviour: Behaviour,
): Profile {
  const scorers = defaultPlugins(behaviour).filter(({ points }) => points.includes('score'));
  const known = new Set([...scorers, ...profile.scores].map(({ name }) => name));
  const result = new Map(profile.scores.map(({ name, weight }) => [name, weight]));
  for (const [name, weight] of Object.entries(weights)) {
    if (!known.has(name))
      throw new UserError(`scheduler weights: there is no score plugin ${name}`, {
        next: `choose from ${[...known].join(', ')}`,
      });
    if (!Number.isSafeInteger(weight) || weight < 0)
      throw new UserError(`scheduler weights: ${name}: ${weight} is not a whole number of 0 or more`);
    if (weight === 0) result.delete(name);
    else result.set(name, weight);
  }
  return { ...profile, scores: [...result].map(([name, weight]) => ({ name, weight })) };
}

function isWhole(configuration: unknown): boolean {
  return typeof configuration === 'object' && configuration !== null && 'profiles' in configuration;
}

function chosenProfile({ profiles }: ConfigurationInput): ProfileInput {
  const named = profiles.find(
    ({ schedulerName }) => (schedulerName ?? DEFAULT_SCHEDULER) === DEFAULT_SCHEDULER,
  );
  return named ?? (profiles[0] as ProfileInput);
}

function fitArguments(
  profile: ProfileInput,
  path: string,
  defaults: NodeResourcesFitArguments,
): NodeResourcesFitArguments {
  const given = args(profile, path, 'NodeResourcesFit');
  const strategy = given?.scoringStrategy;
  return {
    strategy: strategy
      ? scoringStrategy(
          strategy.type ?? 'LeastAllocated',
          scored(strategy.resources, defaults.strategy.resources),
          strategy.requestedToCapacityRatio?.shape ?? [],
        )
      : defaults.strategy,
    ignoredResources: given?.ignoredResources ?? [],
    ignoredResourceGroups: given?.ignoredResourceGroups ?? [],
  };
}

function scoringStrategy(
  type: ScoringStrategy['type'],
  resources: readonly ScoredResource[],
  shape: readonly { readonly utilization: number; readonly score: number }[],
): ScoringStrategy {
  return type === 'RequestedToCapacityRatio' ? { type, resources, shape } : { type, resources };
}

function scored(
  resources: readonly { readonly name: string; readonly weight?: number | undefined }[] | null | undefined,
  defaults: readonly ScoredResource[],
): readonly ScoredResource[] {
  if (!resources || resources.length === 0) return defaults;
  return resources.map(({ name, weight }) => ({ name, weight: weight || 1 }));
}

function args<Name extends keyof typeof pluginArguments>(
  profile: ProfileInput,
  path: string,
  name: Name,
): z.infer<(typeof pluginArguments)[Name]> | undefined {
  const index = profile.pluginConfig?.findIndex((each) => each.name === name) ?? -1;
  const given = profile.pluginConfig?.[index]?.args;
  if (given === undefined || given === null) return undefined;
  return check(pluginArguments[name], given, `${path}pluginConfig[${index}].args`) as z.infer<
    (typeof pluginArguments)[Name]
  >;
}

function seconds(value: number | null | undefined): number | undefined {
  return value === undefined || value === null ? undefined : value * SECOND;
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const keys = (issue?.path ?? []).map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  const where = `${path}${keys.join('')}`.replace(/^\./, '') || 'it';
  throw new UserError(`scheduler configuration: ${where}: ${issue?.message ?? 'is not valid'}`, {
    next: 'give a KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) or one profile of it',
  });
}
