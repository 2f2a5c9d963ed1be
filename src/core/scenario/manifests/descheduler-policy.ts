/** Converts a DeschedulerPolicy, also one in a ConfigMap, to `cluster.descheduler`: its LowNodeUtilization and its limits. */
import { counted } from '../../errors/counted.ts';
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

const LIMITS = ['maxNoOfPodsToEvictPerNode', 'maxNoOfPodsToEvictTotal'];
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
  const leaveOut = (what: string): undefined => {
    const position = document.positionOf(path);
    problems.push(warningAt('not-modelled', position, `the DeschedulerPolicy is not played: ${what}`));
    return undefined;
  };
  const [args, ...others] = utilisationArgs(policy);
  if (!args) return leaveOut('it has no LowNodeUtilization');
  if (args.useDeviationThresholds !== true)
    return leaveOut('thresholds are modelled with useDeviationThresholds only');
  const [lower, upper] = [args.thresholds, args.targetThresholds].map(firstNumber);
  if (lower === undefined || upper === undefined) return leaveOut('it has no thresholds');
  const say = (what: string): void => {
    problems.push(warningAt('not-modelled', document.positionOf(path), `of the DeschedulerPolicy ${what}`));
  };
  const different = others.filter((other) => JSON.stringify(other) !== JSON.stringify(args)).length;
  if (different > 0)
    say(`the first LowNodeUtilization is played, and not ${counted(different, 'profile')} with others`);
  for (const [key, counts] of [
    ['thresholds', lower],
    ['targetThresholds', upper],
  ] as const)
    if (differ(args[key])) say(`the first of its ${key}, ${counts}, counts for all resources: they differ`);
  const limits = LIMITS.flatMap((key): [string, Plain][] => {
    const limit = policy[key];
    return typeof limit === 'number' ? [[key, limit]] : [];
  });
  const query = valueIn(args, ['metricsUtilization', 'prometheus', 'query']);
  const score = typeof query === 'string' ? QUERIES.find(([pattern]) => pattern.test(query))?.[1] : undefined;
  if (typeof query === 'string' && score === undefined)
    return leaveOut(`its query ${query} is none of the scores of keg`);
  const resources = Object.keys((args.thresholds as PlainObject | undefined) ?? {}).filter(
    (name) => name === 'cpu' || name === 'memory',
  );
  return {
    ...Object.fromEntries(limits),
    thresholds: { lower, upper },
    ...(args.metricsUtilization != null && { by: 'usage' }),
    ...(score !== undefined ? { score } : resources.length > 0 && { resources }),
  };
}

/** Of each profile that has the plugin. */
function utilisationArgs({ profiles }: PlainObject): PlainObject[] {
  const found: PlainObject[] = [];
  for (const profile of Array.isArray(profiles) ? profiles : []) {
    const plugins = valueIn(profile, ['pluginConfig']);
    for (const plugin of Array.isArray(plugins) ? plugins : []) {
      const args = valueIn(plugin, ['args']);
      if (valueIn(plugin, ['name']) === 'LowNodeUtilization' && isObject(args)) found.push(args);
    }
  }
  return found;
}

function differ(thresholds: Plain | undefined): boolean {
  return isObject(thresholds) && new Set(Object.values(thresholds)).size > 1;
}

/** Points of a percentage. */
function firstNumber(thresholds: Plain | undefined): number | undefined {
  if (!isObject(thresholds)) return undefined;
  return Object.values(thresholds).find((value) => typeof value === 'number');
}
