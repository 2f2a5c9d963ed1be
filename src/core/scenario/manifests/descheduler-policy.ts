/** Converts a DeschedulerPolicy, also one in a ConfigMap, to `cluster.descheduler`: its limits and the LowNodeUtilization of each profile. */
import { type Problem, warningAt } from '../../errors/problem.ts';
import { isObject } from '../forms/scenario-form.ts';
import { type Plain, type PlainObject, parsePositionedYaml } from '../positioned-yaml.ts';
import { type PlacedObject, valueIn } from './placed-objects.ts';

/** The policy of an object; undefined for an object that has none. */
export function policyOf({ kind, group, object, document }: PlacedObject): PlainObject | undefined {
  if (kind === 'DeschedulerPolicy' && group === 'descheduler') return object;
  if (kind !== 'ConfigMap') return undefined;
  const data = valueIn(object, ['data']);
  const texts = isObject(data ?? undefined) ? Object.values(data as PlainObject) : [];
  for (const text of texts) {
    if (typeof text !== 'string' || !/^kind: DeschedulerPolicy\b/m.test(text)) continue;
    const parsed = parsePositionedYaml(text, document.file);
    const policy = 'document' in parsed ? parsed.document?.data : undefined;
    if (isObject(policy)) return policy;
  }
  return undefined;
}

const LIMITS = ['maxNoOfPodsToEvictPerNode', 'maxNoOfPodsToEvictPerNamespace', 'maxNoOfPodsToEvictTotal'];
/** The keys of a policy that are played, or that say where the usage of nodes comes from. */
const POLICY_KEYS = ['apiVersion', 'kind', 'metadata', 'profiles', 'metricsProviders', 'metricsCollector'];
/** The arguments of LowNodeUtilization that are played. */
const PLAYED_ARGS = ['useDeviationThresholds', 'thresholds', 'targetThresholds', 'metricsUtilization'];
const MODELLED = 'LowNodeUtilization';
/** It decides which pods may go, and evicts none by itself. */
const EVICTOR = 'DefaultEvictor';
/** The queries of node-classifier-sim's recording rules, and the scores that they compute. */
const QUERIES: readonly (readonly [RegExp, string])[] = [
  [/linear_amplified_ideal_point_positive_distance:k1/, 'ippd-k1'],
  [/linear_amplified_ideal_point_positive_distance:k3/, 'ippd-k3'],
  [/linear_amplified_ideal_point_positive_distance:k5/, 'ippd-k5'],
  [/ideal_point_positive_distance/, 'ippd'],
];

/** The keys of `cluster.descheduler`; undefined, with a warning, where the policy has nothing that is modelled. */
export function deschedulerOfPolicy(
  policy: PlainObject,
  { document, path }: PlacedObject,
  problems: Problem[],
): PlainObject | undefined {
  const say = (what: string): void => {
    problems.push(warningAt('not-modelled', document.positionOf(path), what));
  };
  const plugins = listOf(policy.profiles).flatMap(enabledPlugins);
  const others = [...new Set(plugins.map(({ name }) => name))].filter(
    (name) => name !== MODELLED && name !== EVICTOR,
  );
  const modelled = plugins.filter(({ name }) => name === MODELLED);
  if (modelled.length === 0) {
    say('the DeschedulerPolicy is not played: it has no LowNodeUtilization');
    return undefined;
  }
  if (others.length > 0) say(`of the DeschedulerPolicy ${listed(others)} ${are(others)} not played`);
  const unused = given(policy, [...POLICY_KEYS, ...LIMITS]);
  if (unused.length > 0) say(`of the DeschedulerPolicy ${listed(unused)} ${are(unused)} not played`);
  const profiles = modelled
    .map((plugin) => profileOf(plugin, say))
    .filter((profile) => profile !== undefined);
  const [first] = profiles;
  if (!first) return undefined;
  const limits = LIMITS.flatMap((key): [string, Plain][] => {
    const limit = policy[key] ?? undefined;
    if (limit === undefined || isCount(limit)) return limit === undefined ? [] : [[key, limit]];
    say(`of the DeschedulerPolicy ${key} is not played: it is not a whole number, 0 or more`);
    return [];
  });
  return { ...Object.fromEntries(limits), ...(profiles.length === 1 ? first : { profiles }) };
}

interface EnabledPlugin {
  readonly name: string;
  readonly args: PlainObject;
  /** Of the DefaultEvictor of its profile. */
  readonly evictor: PlainObject;
  /** Of its profile. */
  readonly profile: string;
}

/** In the order in which a round plays them. A profile that enables none by name has those that it configures. */
function enabledPlugins(profile: Plain): EnabledPlugin[] {
  const named = valueIn(profile, ['name']);
  const configured = listOf(valueIn(profile, ['pluginConfig']) ?? null).flatMap((plugin) => {
    const name = valueIn(plugin, ['name']);
    const args = valueIn(plugin, ['args']);
    return typeof name === 'string' ? [{ name, args: isObject(args) ? args : {} }] : [];
  });
  const points = ['deschedule', 'balance'].map((point) => valueIn(profile, ['plugins', point, 'enabled']));
  const enabled = points.flatMap((names) => listOf(names ?? null)).filter((name) => typeof name === 'string');
  const names = valueIn(profile, ['plugins']) == null ? configured.map(({ name }) => name) : enabled;
  const argsOf = (name: string): PlainObject => configured.find((each) => each.name === name)?.args ?? {};
  return names.map((name) => ({
    name,
    args: argsOf(name),
    evictor: argsOf(EVICTOR),
    profile: typeof named === 'string' ? named : 'without a name',
  }));
}

/** What one LowNodeUtilization asks for; undefined, with a warning, where it is not modelled. */
function profileOf(
  { args, evictor, profile }: EnabledPlugin,
  say: (what: string) => void,
): PlainObject | undefined {
  const leaveOut = (what: string): undefined =>
    void say(`the profile ${profile} of the DeschedulerPolicy is not played: ${what}`);
  if (args.useDeviationThresholds !== true)
    return leaveOut('thresholds are modelled with useDeviationThresholds only');
  const [lower, upper] = [args.thresholds, args.targetThresholds].map(firstNumber);
  if (lower === undefined || upper === undefined) return leaveOut('it has no thresholds');
  if ([lower, upper].some((points) => points < 0 || points > 100))
    return leaveOut('its thresholds are not points of a percentage, 0 to 100');
  const query = valueIn(args, ['metricsUtilization', 'prometheus', 'query']);
  const score = typeof query === 'string' ? QUERIES.find(([pattern]) => pattern.test(query))?.[1] : undefined;
  if (typeof query === 'string' && score === undefined)
    return leaveOut(`its query ${query} is none of the scores of keg`);
  for (const [key, counts] of [
    ['thresholds', lower],
    ['targetThresholds', upper],
  ] as const)
    if (differ(args[key]))
      say(
        `of the profile ${profile} of the DeschedulerPolicy the first of its ${key}, ${counts}, counts for all resources: they differ`,
      );
  const unused = [...given(args, PLAYED_ARGS), ...given(evictor).map((key) => `${key} of ${EVICTOR}`)];
  if (unused.length > 0)
    say(`of the profile ${profile} of the DeschedulerPolicy ${listed(unused)} ${are(unused)} not played`);
  const resources = Object.keys((args.thresholds as PlainObject | undefined) ?? {}).filter(
    (name) => name === 'cpu' || name === 'memory',
  );
  return {
    thresholds: { lower, upper },
    ...(args.metricsUtilization != null && { by: 'usage' }),
    ...(score !== undefined ? { score } : resources.length > 0 && { resources }),
  };
}

function listOf(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? value : [];
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

/** The keys that have a value, except those that are known. */
function given(object: PlainObject, known: readonly string[] = []): string[] {
  return Object.keys(object).filter((key) => object[key] != null && !known.includes(key));
}

function isCount(limit: Plain): boolean {
  return typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 0;
}

function differ(thresholds: Plain | undefined): boolean {
  return isObject(thresholds) && new Set(Object.values(thresholds)).size > 1;
}

/** Points of a percentage. */
function firstNumber(thresholds: Plain | undefined): number | undefined {
  if (!isObject(thresholds)) return undefined;
  return Object.values(thresholds).find((value) => typeof value === 'number');
}
